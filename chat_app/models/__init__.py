"""The tables. Importing this package registers every one of them with SQLModel's metadata."""

from chat_app.models.audit import AuditEntry, Setting
from chat_app.models.channels import Ban, Channel, Membership
from chat_app.models.files import File
from chat_app.models.invitations import Invitation, InvitationChannel
from chat_app.models.messages import Draft, Mention, Message, Reaction, Report, SavedMessage
from chat_app.models.notifications import PushSubscription
from chat_app.models.users import AccessToken, Identity, PasswordReset, User, UserSession
from chat_app.models.webhooks import Webhook

__all__ = [
    "AccessToken",
    "AuditEntry",
    "Ban",
    "Channel",
    "Draft",
    "File",
    "Identity",
    "Invitation",
    "InvitationChannel",
    "Membership",
    "Mention",
    "Message",
    "PasswordReset",
    "PushSubscription",
    "Reaction",
    "Report",
    "SavedMessage",
    "Setting",
    "User",
    "UserSession",
    "Webhook",
]
