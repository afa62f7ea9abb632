"""Signing in with a password."""

from chat_app.backends.limits import Limit
from chat_app.backends.memory import kept
from chat_app.errors import WrongCredentials
from chat_app.security import password_matches
from chat_app.services.accounts import profiles
from chat_app.services.transactions import read
from chat_app.settings import get_settings
from chat_app.text.cleaning import tidy


def check_password(username: str, password: str, address: str) -> int:
    """Return the id of the person with this name and password. Hashes, as `sign_up` does: call it as that.

    Raises:
        WrongCredentials: the same, and as late, for an unknown name and a wrong password.
        TooMany: too many tries for this account from this address.
    """
    name = tidy(username).lower()
    key = (name[: get_settings().username_max + 1], address)
    sign_in_limit().hit(key)
    user = read(profiles.find_user, name)
    # A bot has no password: it takes as long, and fails as for a name that nobody has.
    stored = user.password_hash if user and user.owner_id is None else None
    if not password_matches(password, stored) or not user or not user.id:
        raise WrongCredentials
    sign_in_limit().forget(key)
    return user.id


@kept
def sign_in_limit() -> Limit:
    """Return the tries to sign in that this process has counted."""
    return Limit(get_settings().sign_in_tries, get_settings().sign_in_seconds)
