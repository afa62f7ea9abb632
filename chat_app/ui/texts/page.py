"""Every text the page shows, in English and in Spanish.

Each is a Reflex var: the page says it in the language that its reader has chosen (`browser/language.js`).
English is written into the pages; a page asks for the Spanish sentences when it is to speak Spanish. What
services say of a failure is in `errors`.
"""

from chat_app.settings import get_settings
from chat_app.ui.components.browser.language import Text, say

SPANISH: dict[str, str] = {}  # by the English


def text(english: str, spanish: str, **parts: int) -> Text:
    """A text of the page, with what goes into its places. The same English is always the same in Spanish."""
    assert SPANISH.setdefault(english, spanish) == spanish, english
    return say({"template": english, "parts": parts} if parts else english)


# The same in every language: names.
PRODUCT = "Chat en Vivo"
LANGUAGES = {"en": "English", "es": "Español"}

TAGLINE = text("Talk with your team, as it happens.", "Habla con tu equipo, en el momento.")
LOADING = text("Loading…", "Cargando…")
SOMETHING_BROKE = text("Something went wrong on this page.", "Algo ha fallado en esta página.")
NOT_FOUND_TITLE = text("Nothing here", "Aquí no hay nada")
NOT_FOUND = text(
    "There is no page at this address. A word in it may be wrong, or the page has gone.",
    "No hay ninguna página en esta dirección. Quizá tenga un error o la página ya no exista.",
)
TO_THE_CHAT = text("Go to the chat", "Ir al chat")
RELOAD = text("Reload", "Recargar")

# Entrance
SIGN_IN = text("Sign in", "Entrar")
SIGNING_IN = text("Signing in…", "Entrando…")
SIGN_IN_TITLE = text("Welcome back", "Hola de nuevo")
WAS_SIGNED_OUT = text(
    "You were signed out. Sign in to go on where you were.",
    "Se cerró tu sesión. Entra para seguir donde estabas.",
)
SIGN_UP_TITLE = text("Create your account", "Crea tu cuenta")
CREATE_ACCOUNT = text("Create account", "Crear cuenta")
CREATING_ACCOUNT = text("Creating account…", "Creando la cuenta…")
FIRST_SIGN_IN_TITLE = text("Nobody is here yet", "Aún no hay nadie")
FIRST_SIGN_UP_TITLE = text("Create the first account", "Crea la primera cuenta")
FIRST_ACCOUNT = text(
    "This server is new. The first account administers this installation.",
    "Este servidor es nuevo. La primera cuenta administra esta instalación.",
)
YOU_ADMINISTER = text(
    "You administer this installation: you can change every channel you see, and delete messages in it.",
    "Administras esta instalación: puedes cambiar cada canal que veas y borrar mensajes en él.",
)
NO_ACCOUNT_YET = text("New here?", "¿Es tu primera vez?")
GO_TO_SIGN_UP = text("Create an account", "Crea una cuenta")
HAVE_AN_ACCOUNT = text("Already have an account?", "¿Ya tienes una cuenta?")
GO_TO_SIGN_IN = text("Sign in", "Entrar")
USERNAME = text("Username", "Nombre de usuario")
USERNAME_HINT = text(
    "{shortest} to {longest} letters, digits, or _ . -",
    "De {shortest} a {longest} letras sin acentos, cifras o _ . -",
    shortest=get_settings().username_min,
    longest=get_settings().username_max,
)
DISPLAY_NAME = text("Display name", "Nombre visible")
DISPLAY_NAME_HINT = text(
    "How others see you. You can leave it empty.",
    "Así te ven los demás. Puedes dejarlo vacío.",
)
PASSWORD = text("Password", "Contraseña")
PASSWORD_HINT = text(
    "At least {shortest} characters.",
    "Al menos {shortest} caracteres.",
    shortest=get_settings().password_min,
)
SHOW_PASSWORD = text("Show password", "Mostrar la contraseña")

# Channels
CHANNELS = text("Channels", "Canales")
SHOW_CHANNELS = text("Show channels", "Mostrar los canales")
CREATE_CHANNEL = text("Create channel", "Crear un canal")
BROWSE_CHANNELS = text("Browse channels", "Explorar canales")
CHANNELS_AND_ACCOUNT = text("Channels and account", "Canales y cuenta")
UNREAD = text("unread", "sin leer")
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
JOIN = text("Join", "Unirse")
NOTHING_TO_BROWSE = text(
    "You are in every public channel already. Create one to talk about something new.",
    "Ya estás en todos los canales públicos. Crea uno para hablar de algo nuevo.",
)
FILTER_CHANNELS = text("Filter channels", "Filtrar canales")
NO_SUCH_CHANNELS = text("No channel to join has that.", "Ningún canal al que unirse tiene eso.")
MEMBER = text("member", "miembro")
MEMBERS = text("members", "miembros")
LEAVE_CHANNEL = text("Leave channel", "Salir del canal")
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
SAVE = text("Save", "Guardar")
CANCEL = text("Cancel", "Cancelar")
CLOSE = text("Close", "Cerrar")
LOOKING_AT = text("You are looking at {channel}.", "Estás viendo {channel}.")
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

# People
PEOPLE = text("People", "Personas")
SHOW_PEOPLE = text("Show people", "Mostrar las personas")
ONLINE = text("Online", "En línea")
AWAY = text("away", "ausente")
ALONE = text("Nobody else is here right now.", "Ahora mismo no hay nadie más.")
ABOUT = text("This channel", "Este canal")
PRESENCE_ONLINE = text("Online", "En línea")
PRESENCE_AWAY = text("Away", "Ausente")
PRESENCE_OFFLINE = text("Offline", "Sin conexión")
BOT = text("Bot", "Bot")
HERE_SINCE = text("Here since", "Aquí desde el")
PROFILE = text("Profile", "Perfil")
EDIT_PROFILE = text("Edit profile", "Editar el perfil")
STATUS = text("Status", "Estado")
STATUS_HINT = text(
    "What you are up to, for example “On holiday until Monday”.",
    "En qué andas, por ejemplo «De vacaciones hasta el lunes».",
)
NAME_COLOR = text("Name color", "Color del nombre")
COLOR_RED = text("Red", "Rojo")
COLOR_ORANGE = text("Orange", "Naranja")
COLOR_AMBER = text("Amber", "Ámbar")
COLOR_GREEN = text("Green", "Verde")
COLOR_TEAL = text("Teal", "Turquesa")
COLOR_BLUE = text("Blue", "Azul")
COLOR_VIOLET = text("Violet", "Violeta")
COLOR_PINK = text("Pink", "Rosa")
ONE_TYPING = text("{0} is typing", "{0} está escribiendo")
TWO_TYPING = text("{0} and {1} are typing", "{0} y {1} están escribiendo")
THREE_TYPING = text("{0}, {1} and {2} are typing", "{0}, {1} y {2} están escribiendo")
SEVERAL_TYPING = text("Several people are typing", "Varias personas están escribiendo")

# Messages
MESSAGES = text("Messages", "Mensajes")
MESSAGE = text("Message", "Mensaje")
SEND = text("Send", "Enviar")
BEGINNING = text("This is the beginning of", "Aquí empieza")
SAY_HELLO = text("Say hello.", "Saluda.")
NEW = text("New", "Nuevo")
TODAY = text("Today", "Hoy")
YESTERDAY = text("Yesterday", "Ayer")
EDITED = text("(edited)", "(editado)")
DELETED = text("This message was deleted.", "Este mensaje se ha borrado.")
MESSAGE_ACTIONS = text("Message actions", "Acciones del mensaje")
EDIT_MESSAGE = text("Edit message", "Editar el mensaje")
EDIT_HINT = text("Enter saves, Escape cancels.", "Intro guarda, Escape cancela.")
DELETE_MESSAGE = text("Delete message", "Borrar el mensaje")
MESSAGE_DELETED = text("Message deleted.", "Mensaje borrado.")
UNDO = text("Undo", "Deshacer")
ADD_REACTION = text("Add reaction", "Reaccionar")
REACT_WITH = text("React with {emoji}", "Reaccionar con {emoji}")
ADD_ANOTHER_REACTION = text("Add another reaction", "Añadir otra reacción")
REACTIONS = text("Reactions", "Reacciones")
AND_MORE = text("{count} more", "{count} más")
JUMP_TO_NEWEST = text("Jump to newest", "Ir a lo más nuevo")
ONE_NEW_MESSAGE = text("1 new message", "1 mensaje nuevo")
NEW_MESSAGES = text("{count} new messages", "{count} mensajes nuevos")
NEW_SINCE = text("{count} new since {time}", "{count} sin leer desde {time}")
UNREAD_HERE = text("{count} unread", "{count} sin leer")
GO_TO_FIRST_UNREAD = text("Go to the first", "Ir al primero")
GO_TO_MENTION = text("Go to the next mention of you", "Ir a la próxima mención tuya")
MENTIONS_ABOVE = text("Mentions above", "Menciones arriba")
MENTIONS_BELOW = text("Mentions below", "Menciones abajo")
UNREAD_ABOVE = text("Unread above", "Sin leer arriba")
UNREAD_BELOW = text("Unread below", "Sin leer abajo")
MARK_AS_READ = text("Mark all as read", "Marcar todo como leído")
CHARACTERS_LEFT = text("{count} characters left", "Quedan {count} caracteres")
CHARACTERS_OVER = text("{count} characters too many", "Sobran {count} caracteres")
REPLY = text("Reply", "Responder")
REPLYING_TO = text("Replying to", "Respondes a")
CANCEL_REPLY = text("Cancel reply", "Cancelar la respuesta")
GO_TO_ORIGINAL = text("Go to the original message", "Ir al mensaje original")
PEOPLE_TO_MENTION = text("People to mention", "Personas que mencionar")
MENTIONS = text("mentions of you", "menciones tuyas")
SENDING = text("Sending…", "Enviando…")
NOT_SENT_YET = text("Not sent yet.", "Aún sin enviar.")
RETRY = text("Retry", "Reintentar")
RETRY_ALL = text("Retry all", "Reintentar todos")
DISCARD = text("Discard", "Descartar")
MESSAGE_DISCARDED = text("Message discarded.", "Mensaje descartado.")
SENDING_SLOWLY = text(
    "Sending slowly: a few messages wait their turn.",
    "Se envía despacio: algunos mensajes esperan su turno.",
)
NOT_SENT_ANYWHERE = text(
    "Not sent, because you are no longer in its channel: “{text}”",
    "Sin enviar, porque ya no estás en su canal: «{text}»",
)
COPY_TEXT = text("Copy text", "Copiar el texto")
NOT_KEPT = text(
    "This browser has no room for what you write: it is lost if you close or reload this page.",
    "Este navegador no puede guardar lo que escribes: se pierde si cierras o recargas esta página.",
)

# Emojis
EMOJI = text("Emoji", "Emojis")
EMOJI_PICKER = text("Emoji picker", "Selector de emojis")
SEARCH_EMOJI = text("Search emoji", "Buscar un emoji")
SKIN_TONE = text("Skin tone", "Tono de piel")
TONE_NONE = text("No skin tone", "Sin tono de piel")
TONE_LIGHT = text("Light", "Claro")
TONE_MEDIUM_LIGHT = text("Medium-light", "Medio claro")
TONE_MEDIUM = text("Medium", "Medio")
TONE_MEDIUM_DARK = text("Medium-dark", "Medio oscuro")
TONE_DARK = text("Dark", "Oscuro")
EMOJI_CATEGORIES = text("Categories", "Categorías")
EMOJI_SMILEYS = text("Smileys and emotion", "Caras y emociones")
EMOJI_PEOPLE = text("People and body", "Personas y cuerpo")
EMOJI_NATURE = text("Animals and nature", "Animales y naturaleza")
EMOJI_FOOD = text("Food and drink", "Comida y bebida")
EMOJI_TRAVEL = text("Travel and places", "Viajes y lugares")
EMOJI_ACTIVITIES = text("Activities", "Actividades")
EMOJI_OBJECTS = text("Objects", "Objetos")
EMOJI_SYMBOLS = text("Symbols", "Símbolos")
EMOJI_FLAGS = text("Flags", "Banderas")
RECENTLY_USED = text("Recently used", "Usados hace poco")
COMMON_EMOJI = text("Common", "Habituales")
EMOJI_FOUND = text("Emojis found", "Emojis encontrados")
NO_EMOJI_FOUND = text("No emoji goes by that.", "Ningún emoji se llama así.")
NO_EMOJI_DATA = text(
    "The emojis could not be fetched. Close this and try again.",
    "No se han podido cargar los emojis. Cierra esto e inténtalo de nuevo.",
)

# Search
SEARCH_MESSAGES = text("Search messages", "Buscar mensajes")
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
COPY_CODE = text("Copy code", "Copiar el código")
CODE_COPIED = text("Code copied.", "Código copiado.")
COPY_LINK = text("Copy link", "Copiar el enlace")
LINK_COPIED = text("Link copied.", "Enlace copiado.")

# Keyboard
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

# Account and connection
ACCOUNT = text("Account", "Cuenta")
THEME = text("Theme", "Apariencia")
THEME_SYSTEM = text("System", "El del sistema")
THEME_LIGHT = text("Light", "Claro")
THEME_DARK = text("Dark", "Oscuro")
LANGUAGE = text("Language", "Idioma")
SIGN_OUT = text("Sign out", "Cerrar sesión")
RECONNECTING = text("Reconnecting", "Reconectando")
RECONNECTING_TEXT = text("Reconnecting…", "Reconectando…")
DISMISS = text("Dismiss", "Cerrar")
NO_CONNECTION = text(
    "There is no connection to the server. What you have typed stays here; try again once this line is gone.",
    "No hay conexión con el servidor. Lo que has escrito se queda aquí; inténtalo otra vez cuando esta línea "
    "desaparezca.",
)
NEWER_PAGE = text("There is a newer version of this page.", "Hay una versión más nueva de esta página.")
RELOAD = text("Reload", "Recargar")
