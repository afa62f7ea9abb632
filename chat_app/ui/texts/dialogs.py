"""Texts of the dialogs about channels, of the search and of the shortcuts."""

from chat_app.ui.texts.bilingual import text

# Channels
CREATE_CHANNEL = text("Create channel", "Crear un canal")
BROWSE_CHANNELS = text("Browse channels", "Explorar canales")
CHANNEL_NAME = text("Channel name", "Nombre del canal")
CHANNEL_NAME_HINT = text(
    "Lower-case letters, digits and hyphens, for example sales-team.",
    "En inglés: minúsculas, cifras y guiones, por ejemplo sales-team.",
)
TOPIC = text("Topic", "Tema")
TOPIC_HINT = text("What it is about. You can leave it empty.", "De qué trata. Puedes dejarlo vacío.")
PRIVATE_CHANNEL = text(
    "Private: only people who are invited",
    "Privado: solo para quien reciba una invitación",
)
CREATE = text("Create", "Crear")
NOTHING_TO_BROWSE = text(
    "You are in every public channel already. Create one to talk about something new.",
    "Ya estás en todos los canales públicos. Crea uno para hablar de algo nuevo.",
)
FILTER_CHANNELS = text("Filter channels", "Filtrar canales")
NO_SUCH_CHANNELS = text("No channel to join has that.", "Ningún canal al que unirse tiene eso.")
MEMBER = text("member", "miembro")
MEMBERS = text("members", "miembros")
LEAVE = text("Leave", "Salir")
LEAVE_QUESTION = text("Leave {channel}?", "¿Salir de {channel}?")
LEAVE_PUBLIC = text(
    "You will no longer get its messages. You can join again at any time.",
    "Dejarás de recibir sus mensajes. Puedes volver cuando quieras.",
)
LEAVE_PRIVATE = text(
    "You will no longer get its messages. Only an invitation brings you back.",
    "Dejarás de recibir sus mensajes. Solo podrás volver con una invitación.",
)
INVITE_PEOPLE = text("Invite people", "Invitar a alguien")
INVITE_HINT = text(
    "They join at once and see the whole history.",
    "Entra al momento y ve todo lo escrito hasta ahora.",
)
INVITE = text("Invite", "Invitar")
CHANGE_TOPIC = text("Change topic", "Cambiar el tema")
LOST_LEFT = text("You are no longer in {channel}.", "Ya no estás en {channel}.")
LOST_DELETED = text("{channel} was deleted.", "{channel} se ha eliminado.")
LOST_PRIVATE = text(
    "{channel} is private now, and you are not in it.",
    "{channel} ahora es privado y no estás en él.",
)
LOST_GONE = text(
    "{channel} is gone, or it is not open to you.",
    "{channel} ya no existe o no está abierto para ti.",
)
LOST_KEPT = text(
    "What you were writing was sent to nobody. Copy it if you still need it.",
    "Lo que estabas escribiendo no se ha enviado a nadie. Cópialo si aún lo necesitas.",
)
LOST_WORDS = text("What you were writing", "Lo que estabas escribiendo")
COPY_WORDS = text("Copy text", "Copiar el texto")
COPIED = text("Copied", "Copiado")
GO_TO_GENERAL = text("Go to #general", "Ir a #general")

# Search
SEARCH_EVERYTHING = text("Channels, people, messages", "Canales, personas, mensajes")
SEARCH = text("Search", "Buscar")
SEARCH_HINT = text(
    "The name of a channel or a person, or words of a message.",
    "El nombre de un canal o de una persona, o palabras de un mensaje.",
)
NOTHING_FOUND = text("No message has all these words.", "Ningún mensaje tiene todas esas palabras.")
NAMES_FOUND = text("By name: {count}.", "Por su nombre: {count}.")
ONE_FOUND = text("1 message", "1 mensaje")
FOUND = text("{count} messages, the newest first", "{count} mensajes, primero los más nuevos")
FOUND_SO_FAR = text("The newest {count} messages", "Los {count} mensajes más nuevos")
MORE_RESULTS = text("More results", "Más resultados")

# Shortcuts
SHORTCUTS = text("Keyboard shortcuts", "Atajos de teclado")
SHORTCUT_SEND = text("Send the message", "Enviar el mensaje")
SHORTCUT_NEW_LINE = text("Begin a new line", "Empezar otra línea")
SHORTCUT_EDIT_LAST = text(
    "Edit your last message, when nothing is written",
    "Editar tu último mensaje, si no hay nada escrito",
)
SHORTCUT_COMPLETION = text("Find a person or an emoji", "Buscar una persona o un emoji")
SHORTCUTS_WRITING = text("While writing", "Al escribir")
SHORTCUTS_MESSAGES = text("On a message", "En un mensaje")
SHORTCUTS_ANYWHERE = text("Anywhere", "En cualquier lugar")
SHORTCUT_TO_MESSAGES = text("Go to the newest message", "Ir al mensaje más nuevo")
SHORTCUT_MESSAGES = text("Go through the messages", "Recorrer los mensajes")
SHORTCUT_FIRST_AND_LAST = text(
    "Go to the first or the last message shown", "Ir al primer mensaje mostrado o al último"
)
SHORTCUT_BUTTONS = text(
    "Go to the links and buttons of the message", "Ir a los enlaces y botones del mensaje"
)
SHORTCUT_TO_COMPOSER = text("Go back to writing", "Volver a escribir")
SHORTCUT_SEARCH = text("Search", "Buscar")
SHORTCUT_PREVIOUS_CHANNEL = text("Previous channel", "Canal anterior")
SHORTCUT_NEXT_CHANNEL = text("Next channel", "Canal siguiente")
SHORTCUT_PREVIOUS_UNREAD = text("Previous channel with something unread", "Canal anterior con algo sin leer")
SHORTCUT_NEXT_UNREAD = text("Next channel with something unread", "Canal siguiente con algo sin leer")
SHORTCUT_NEWEST = text(
    "Jump to the newest message, and mark all as read",
    "Ir al mensaje más nuevo y marcar todo como leído",
)
SHORTCUT_HELP = text("Show this list", "Mostrar esta lista")
SHORTCUT_HELP_WRITING = text("Show this list while writing", "Mostrar esta lista mientras escribes")
