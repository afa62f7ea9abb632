"""People beside the administrator, and a channel of theirs."""

import pytest

from chat_app.services.access import Actor
from tests.support.people import channel_of, person
from tests.ui.tabs import Tabs


@pytest.fixture
def admin(tabs: Tabs) -> Actor:
    """Return the first account, which administers the installation, so that nobody after it does."""
    return person("admin")


@pytest.fixture
def town(ada: Actor, bob: Actor) -> int:
    """Return the id of a channel with both of them in it."""
    return channel_of(ada, "town", bob)
