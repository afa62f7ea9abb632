"""A day in the life of a small team, by REST alone: what it leaves behind, and what REST says of that."""

from typing import Any

from tests.support.serving import Person, Served

PEOPLE = ("ada", "bob", "eve", "zoe")  # eve is in no private channel; zoe only signs up


def fill(served: Served) -> dict[str, str]:
    """Have people do all that this version can store; return the secrets that only they keep."""
    ada, bob, eve, zoe = (Person(served, name, exactly=True) for name in PEOPLE)
    ada("PATCH", "/users/me", {"display_name": "Ada Lovelace", "color": "teal", "status": "Writing notes"})
    bob("PATCH", "/users/me", {"display_name": "Élan 日本"})
    eve("PATCH", "/users/me", {"display_name": "Ada Lovelace"})  # could be taken for the other
    general = channel_named(ada, "general")
    team = ada("POST", "/channels", {"name": "team", "topic": "What we do: https://example.org"})["id"]
    for somebody in (bob, eve):
        somebody("POST", f"/channels/{team}/join")
    quiet = ada("POST", "/channels", {"name": "quiet-room", "private": True})["id"]
    ada("POST", f"/channels/{quiet}/members", {"user_id": bob.id})
    renamed = bob("POST", "/channels", {"name": "before"})["id"]
    bob("PATCH", f"/channels/{renamed}", {"name": "after", "topic": "Renamed"})
    gone = bob("POST", "/channels", {"name": "gone"})["id"]
    bob("DELETE", f"/channels/{gone}")
    eve("POST", f"/channels/{renamed}/join")
    eve("POST", f"/channels/{renamed}/leave")
    talk(ada, bob, eve, general, team, quiet)
    bot = ada("POST", "/bots", {"username": "builder", "display_name": "Builder"})["id"]
    ada("POST", f"/channels/{team}/members", {"user_id": bot})
    bots_token = ada("POST", f"/bots/{bot}/tokens", {"name": "ci", "scopes": ["read", "write"]})
    own_token = bob("POST", "/tokens", {"name": "script", "scopes": ["read"]})
    revoked = bob("POST", "/tokens", {"name": "lost", "scopes": ["read"]})
    bob("DELETE", f"/tokens/{revoked['id']}")
    for somebody in (ada, bob, eve, zoe):
        somebody("POST", "/auth/logout")
    return {"bot": bots_token["token"], "bob": own_token["token"], "revoked": revoked["token"]}


def talk(ada: Person, bob: Person, eve: Person, general: str, team: str, quiet: str) -> None:
    """Write, quote, mention, edit, delete, react, and read part of it."""
    first = ada.say(general, "Hello **everybody**, @bob too :wave:")
    bob("POST", f"/channels/{general}/messages", {"text": "Hello!", "reply_to": first["id"]})
    for number in range(60):
        (ada, bob)[number % 2].say(team, f"Message {number} of *many*")
    edited = bob.say(team, "Crme brle")
    bob("PATCH", f"/messages/{edited['id']}", {"text": "Crème brûlée, グリーン"})
    deleted = bob.say(team, "Not for long, @ada")
    eve("POST", f"/channels/{team}/messages", {"text": "About that", "reply_to": deleted["id"]})
    bob("DELETE", f"/messages/{deleted['id']}")
    for somebody, emoji in ((ada, "👍"), (eve, "👍"), (bob, "🎉")):
        somebody("PUT", f"/messages/{edited['id']}/reactions/{emoji}")
    eve("DELETE", f"/messages/{edited['id']}/reactions/👍")
    bob.say(quiet, "Between us, @ada: `code` and\n```python\nprint('x')\n```")
    once = {"text": "Only once", "client_message_id": "a-retry"}
    for _ in range(2):
        ada("POST", f"/channels/{quiet}/messages", once)
    eve("POST", f"/channels/{team}/read", {"seq": 40})


def channel_named(somebody: Person, name: str) -> str:
    """Return the id of a channel that somebody is in."""
    return next(each["id"] for each in somebody("GET", "/channels")["items"] if each["name"] == name)


def read(served: Served) -> dict[str, Any]:
    """Return all that each of the people can read, by person and address."""
    found: dict[str, Any] = {}
    for name in PEOPLE:
        somebody = Person(served, name, again=True)
        addresses = ["/users/me", "/users", "/channels", "/tokens", "/bots"]
        addresses += [f"/search?q={words}" for words in ("message", "brul", "グリ", "code", "elan")]
        addresses += [f"/users?q={name}" for name in ("ada", "elan", "builder")]
        for bot in somebody("GET", "/bots")["items"]:
            addresses.append(f"/bots/{bot['id']}/tokens")
        for channel in somebody("GET", "/channels")["items"]:
            its = f"/channels/{channel['id']}"
            addresses += [
                its,
                f"{its}/members",
                f"{its}/messages?limit=100",
                f"{its}/messages?around=30&limit=10",
            ]
        for address in addresses:
            found[f"{name} {address}"] = somebody("GET", address)
        for message in found.get(f"{name} /search?q=message", {}).get("items", [])[:3]:
            address = f"/messages/{message['id']}"
            found[f"{name} {address}"] = somebody("GET", address)
        somebody("POST", "/auth/logout")
        somebody.close()
    return found
