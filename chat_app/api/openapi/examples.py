"""Examples for the documentation, by the name of the schema."""

from typing import Any

_PERSON = {"id": "1", "username": "ada", "display_name": "Ada Lovelace", "color": "teal"}
_TIME = "2026-11-22T09:30:00Z"
_USER = {**_PERSON, "status": "On holiday", "bot": False, "presence": "online", "created_at": _TIME}
_TOKEN = {"id": "3", "name": "Build server", "scopes": ["read", "write"], "created_at": _TIME}

EXAMPLES: dict[str, Any] = {
    "UserPublic": _USER,
    "AuthorPublic": {**_PERSON, "bot": False},
    "ChannelPublic": {
        "id": "2",
        "kind": "channel",
        "name": "sales-team",
        "title": "sales-team",
        "topic": "What we sell",
        "private": False,
        "member_count": 5,
        "members": None,
        "parent_message_id": None,
        "last_seq": 41,
        "joined": True,
        "unread": 3,
        "created_at": _TIME,
    },
    "MemberPublic": {"user": _USER, "role": "owner", "joined_at": _TIME},
    "ReactionPublic": {"emoji": "👍", "count": 1, "user_ids": ["1"]},
    "MessagePublic": {
        "id": "42",
        "channel_id": "2",
        "seq": 41,
        "author": {**_PERSON, "bot": False},
        "text": "Hello **everybody**, and @ada",
        "created_at": _TIME,
        "edited_at": None,
        "deleted": False,
        "reply_to": "41",
        "quote": {
            "id": "41",
            "seq": 40,
            "author_id": "1",
            "author": "Ada",
            "username": "ada",
            "shared_name": False,
            "text": "Who is here?",
            "deleted": False,
        },
        "mentions": [{"id": "1", "username": "ada"}],
        "reactions": [{"emoji": "👍", "count": 1, "user_ids": ["1"]}],
        "client_message_id": "2f1c0c1e-7a52-4c7e-9a53-6a1f0f0c8a11",
    },
    "AccessTokenPublic": _TOKEN,
    "NewAccessToken": {**_TOKEN, "token": "chat_pat_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"},
    "TokenPair": {
        "access_token": "header.claims.signature",
        "refresh_token": "header.claims.signature",
        "token_type": "bearer",
        "expires_in": 900,
    },
    "Health": {"status": "ok", "database": "ok", "realtime": "ok"},
    "StreamOpened": {"resumed": False, "channel_ids": ["1", "2"]},
    "MembershipChanged": {"channel_id": "2", "user_id": "1"},
    "ChannelChanged": {"channel_id": "2"},
    "PresenceChanged": {"user_id": "1", "presence": "away"},
    "Typing": {"channel_id": "2", "user_id": "1"},
}
