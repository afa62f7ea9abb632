"""The tables. Importing this package registers every one of them with SQLModel's metadata."""

from chat_app.models.channels import Channel, Membership
from chat_app.models.messages import Mention, Message, Reaction
from chat_app.models.users import AccessToken, User, UserSession

__all__ = ["AccessToken", "Channel", "Membership", "Mention", "Message", "Reaction", "User", "UserSession"]
