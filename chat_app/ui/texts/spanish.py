"""All that the pages say, in Spanish by the English."""

from chat_app.ui.texts import bilingual, conversation, dialogs, errors, parts, people, sidebar, sign_in

MODULES = (conversation, dialogs, parts, people, sidebar, sign_in)  # each has put its texts into `bilingual`
TEXTS = bilingual.SPANISH
SPANISH = TEXTS | errors.SPANISH
