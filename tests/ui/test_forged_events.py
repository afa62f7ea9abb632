"""What a client can make the server do that calls whatever it likes. A real server, a raw websocket."""

import inspect
import json
from collections.abc import Iterator
from typing import Any

import reflex as rx

import chat_app.chat_app  # noqa: F401 - so that every state is known
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.composer import ComposerState
from chat_app.ui.states.people import PersonState, ProfileState
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.states.sign_in import SignInState, SignUpState
from tests.ui.backend import Backend
from tests.ui.raw import (
    CHANNELS,
    COMPOSER,
    DELETION,
    EDIT,
    HISTORY,
    LIVE,
    PRESENCE,
    SESSION,
    STATE,
    TOAST,
    Open,
    Secret,
)
from tests.ui.tabs import everything_in

UPDATE_VARS = f"{STATE}.reflex___state____update_vars_internal_state.update_vars_internal"
OURS = (ChannelsState, ComposerState, SignInState, SignUpState, PresenceState, PersonState, ProfileState)
ABSURD: list[Any] = [None, [], {}, -1, 10**30, "", "-1", "x" * 100_000, "\0\ud800", [["a"]]]
ABSURD += ["'; DROP TABLE users; --", {"\ud800": "half \udfff a pair"}]


def stored(backend: Backend) -> dict[str, list[Any]]:
    """All that is in the server's database."""
    with backend.database() as session:
        return everything_in(session)


def handlers() -> Iterator[tuple[str, list[str]]]:
    """Every event handler there is, Reflex's own with them: its full name and its arguments."""
    waiting: list[type[rx.State]] = [rx.State]
    while waiting:
        state = waiting.pop()
        waiting += state.get_substates()  # type: ignore[arg-type]
        for name, handler in state.event_handlers.items():
            yield f"{state.get_full_name()}.{name}", [*inspect.signature(handler.fn).parameters][1:]


def variables() -> Iterator[tuple[str, str]]:
    """Every var there is, what stays on the server with it: its state's full name and its own."""
    waiting: list[type[rx.State]] = [rx.State]
    while waiting:
        state = waiting.pop()
        waiting += state.get_substates()  # type: ignore[arg-type]
        for name in {*state.vars, *state.get_fields(), "_session_id", "_sid"}:
            yield state.get_full_name(), name


# -- not signed in ---------------------------------------------------------------------------------


def test_there_are_handlers_to_forge() -> None:
    found = [name for name, _ in handlers()]
    for state in OURS:
        assert any(name.startswith(state.get_full_name()) for name in found)
    assert len(found) >= 65


def test_whoever_is_not_signed_in_changes_nothing_with_any_handler(
    backend: Backend, page: Open, secret: Secret
) -> None:
    member, channel_id = secret
    stranger = page()
    before = stored(backend)
    for name, arguments in handlers():
        for absurd in [*ABSURD, channel_id, {"name": "mine", "username": "mine", "topic": "mine"}]:
            stranger.event(name, dict.fromkeys(arguments, absurd))
        stranger.event(name, {})
        stranger.event(name, {"no_such_argument": 1})
        stranger.catch_up()
    assert stored(backend) == before
    assert "whispered" not in stranger.everything()
    assert stranger.var(SESSION, "user_id") in (None, "")
    member.catch_up()
    assert member.texts() == ["whispered"]


def test_what_is_no_event_at_all_is_survived(backend: Backend, page: Open, somebody: str) -> None:
    before = stored(backend)
    rubbish: list[Any] = [None, 1, "text", [], {}, {"name": 5}, {"name": "no.such.handler"}, {"payload": []}]
    rubbish += [{"name": f"{TOAST}.show", "payload": absurd} for absurd in ABSURD]
    rubbish += [{"name": f"{TOAST}.show", "payload": {"message": "x"}, "router_data": {"pathname": 5}}]
    frames = [f"42/_event,{json.dumps(['event', each])}" for each in rubbish]
    frames += [
        "42/_event,",
        "42/_event,[]",
        "42/_event,{",
        "42[]",
        "9",
        "",
        "4",
        "45-/_event,[]",
        "40/other,",
    ]
    for frame in frames:
        stranger = page()
        stranger.say(frame)
        stranger.close()
    assert stored(backend) == before
    assert page(somebody).hello().var(SESSION, "user_id")


# -- signed in -------------------------------------------------------------------------------------


def test_whoever_is_signed_in_changes_nothing_with_absurd_arguments(
    backend: Backend, page: Open, somebody: str, other: str
) -> None:
    mine = page(other).hello()
    before = stored(backend)
    for name, arguments in handlers():
        for absurd in ABSURD:
            mine.event(name, dict.fromkeys(arguments, absurd))
        mine.event(name, {})
        mine.catch_up()
    assert stored(backend) == before
    assert page(other).hello().var(SESSION, "user_id"), "still signed in"


def test_message_is_changed_by_its_author_and_by_nobody_else(
    backend: Backend, page: Open, somebody: str, other: str
) -> None:
    author, stranger = page(somebody).hello(), page(other).hello()
    author.post("mine alone", id_="mine-alone")
    message_id = stranger.until(
        lambda: [view["id"] for view in stranger.messages() if view["client_message_id"] == "mine-alone"]
    )[0]
    before = stored(backend)
    stranger.event(f"{EDIT}.start_edit", {"message_id": message_id})
    stranger.event(f"{EDIT}.save_edit", {"message_id": message_id, "text": "forged"})
    stranger.event(f"{DELETION}.delete_message", {"message_id": message_id})
    refusal = "Only the owner of {channel} or an administrator can do that."
    stranger.until(lambda: refusal in stranger.everything())
    stranger.event(f"{DELETION}.undo_delete", {"message_id": message_id})
    stranger.catch_up()
    assert stored(backend) == before
    assert stranger.var(EDIT, "error") == "You can only edit your own messages."
    assert "mine alone" in stranger.texts()
    author.event(f"{EDIT}.save_edit", {"message_id": message_id, "text": "mine still"})
    stranger.until(lambda: "mine still" in stranger.texts())
    author.event(f"{DELETION}.delete_message", {"message_id": message_id})
    author.catch_up()
    assert stored(backend) != before


def test_what_is_no_text_is_left_out_of_all_that_a_page_sends(
    backend: Backend, page: Open, other: str
) -> None:
    """Else it would come to where it can be neither stored nor sent."""
    mine = page(other, channel="gen\ud800eral").hello()
    assert mine.var(LIVE, "channel")["name"] == "general"
    mine.event(f"{TOAST}.show", {"message": "{half\ud800}", "parts": {"half\udfff": "a \ude00\ud83d pair"}})
    mine.until(lambda: '{"half":"a  pair"}' in mine.everything())
    mine.post("half a pair\ud83d, and a whole one: \U0001f600", id_="half\ud800")
    mine.until(lambda: mine.texts()[-1:] == ["half a pair, and a whole one: \U0001f600"])
    assert mine.messages()[-1]["client_message_id"] == "half"
    mine.go("\udfff\\ud800")
    mine.catch_up()
    assert "surrogates" not in backend.log(1000)


# -- signed in, but not a member -------------------------------------------------------------------


def test_whoever_is_not_a_member_neither_reads_nor_writes_a_private_channel(
    backend: Backend, page: Open, secret: Secret, other: str
) -> None:
    member, channel_id = secret
    name = member.var(LIVE, "channel")["name"]
    outsider = page(other, channel=name).hello()
    before = stored(backend)
    outsider.go(name)
    outsider.event(f"{CHANNELS}.join_channel", {"channel_id": channel_id})
    outsider.event(f"{CHANNELS}.show_dialog", {"name": "browse"})
    outsider.post("from outside", channel_id, "forged")
    for handler in (f"{HISTORY}.load_older", f"{HISTORY}.load_newer", f"{STATE}.hydrate"):
        outsider.event(handler)
    for following in (True, False):
        outsider.event(f"{PRESENCE}.follow", {"showing": 0, "following": following, "read_to": 0})
    outsider.event(f"{PRESENCE}.note_read", {"channel_id": channel_id, "seq": 1})
    outsider.event(f"{HISTORY}.show_unread")
    outsider.event(f"{HISTORY}.show_mention")
    outsider.catch_up()
    assert "There is no such channel" in outsider.var(COMPOSER, "failed")["forged"]
    assert stored(backend) == before
    member.post("to members only")
    member.until(lambda: member.texts() == ["whispered", "to members only"])
    outsider.catch_up()
    for theirs in ("whispered", "to members only"):
        assert theirs not in outsider.everything()
    assert name not in [item["name"] for item in outsider.var(CHANNELS, "to_browse") or []]
    assert (outsider.var(LIVE, "channel") or {}).get("name") in ("", "general", None)


def test_who_is_in_a_private_channel_is_not_told_to_others(page: Open, secret: Secret, other: str) -> None:
    member, _ = secret
    outsider = page(other, channel=member.var(LIVE, "channel")["name"]).hello()
    assert [view["id"] for view in member.var(LIVE, "online")] == [member.var(SESSION, "user_id")]
    shown = outsider.var(LIVE, "online")
    assert (outsider.var(LIVE, "channel")["name"], bool(shown)) in (("", False), ("general", True))


def test_no_client_writes_a_var_of_a_state(backend: Backend, page: Open, secret: Secret, other: str) -> None:
    """Neither through Reflex's own handlers nor by setters, which it makes only when told to."""
    _, channel_id = secret
    outsider = page(other).hello()
    outsider.vars[LIVE].pop("online_rx_state_")  # people come and go
    before = {name: {**values} for name, values in outsider.vars.items()}
    for state, var in variables():
        if var == "is_hydrated":  # Reflex lets a page say so of itself; nothing here goes by it
            continue
        for value in (channel_id, "FORGED", ["FORGED"], True):
            outsider.event(f"{state}.setvar", {"var_name": var, "value": value})
            outsider.event(f"{state}.set_{var}", {"value": value})
        sent = {f"{state}.{var}_rx_state_": "FORGED", f"{state}.{var}": "FORGED"}
        outsider.event(UPDATE_VARS, {"vars": sent})
        outsider.event(f"{STATE}.hydrate_and_load", {"vars": sent})
        outsider.catch_up()
    assert "FORGED" not in outsider.everything()
    outsider.heard.clear()
    outsider.hello()
    outsider.vars[LIVE].pop("online_rx_state_")
    for name in (SESSION, LIVE, HISTORY, CHANNELS):
        assert outsider.vars[name] == before[name]
    assert "whispered" not in outsider.everything()


def test_a_client_does_not_choose_its_identity_in_what_it_sends(
    page: Open, secret: Secret, somebody: str, other: str
) -> None:
    """Reflex takes the address from the client, and everything else from the connection."""
    member, _ = secret
    outsider = page(other).hello()
    own = outsider.var(SESSION, "user_id")
    for headers in ({"cookie": somebody}, {"Cookie": somebody}):
        outsider.router = outsider.router | {
            "headers": headers,
            "sid": "",
            "session_id": "",
            "token": member.token,
            "asPath": f"/chat?channel={member.var(LIVE, 'channel')['name']}",
        }
        outsider.event(f"{STATE}.hydrate_and_load")
        outsider.event(f"{STATE}.hydrate_and_load", token=member.token, substate=member.token)
        outsider.catch_up()
    assert outsider.var(SESSION, "user_id") == own
    assert "whispered" not in outsider.everything()
