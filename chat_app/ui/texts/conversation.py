"""Texts of the open channel: its header, log and composer, and what can be done with a message."""

from chat_app.ui.texts.bilingual import text

# The channel
SHOW_CHANNELS = text("Show channels", "Mostrar los canales")
JOIN = text("Join", "Unirse")
LOOKING_AT = text("You are looking at {channel}.", "Estás viendo {channel}.")
SHOW_PEOPLE = text("Show people", "Mostrar las personas")
ONE_TYPING = text("{0} is typing", "{0} está escribiendo")
TWO_TYPING = text("{0} and {1} are typing", "{0} y {1} están escribiendo")
THREE_TYPING = text("{0}, {1} and {2} are typing", "{0}, {1} y {2} están escribiendo")
SEVERAL_TYPING = text("Several people are typing", "Varias personas están escribiendo")
SEARCH_MESSAGES = text("Search messages", "Buscar mensajes")

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
MARK_AS_READ = text("Mark all as read", "Marcar todo como leído")
CHARACTERS_LEFT = text("{count} characters left", "Quedan {count} caracteres")
CHARACTERS_OVER = text("{count} characters too many", "Sobran {count} caracteres")
REPLY = text("Reply", "Responder")
REPLYING_TO = text("Replying to", "Respondes a")
CANCEL_REPLY = text("Cancel reply", "Cancelar la respuesta")
GO_TO_ORIGINAL = text("Go to the original message", "Ir al mensaje original")
PEOPLE_TO_MENTION = text("People to mention", "Personas que mencionar")
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
COPY_CODE = text("Copy code", "Copiar el código")
CODE_COPIED = text("Code copied.", "Código copiado.")
COPY_LINK = text("Copy link", "Copiar el enlace")
LINK_COPIED = text("Link copied.", "Enlace copiado.")

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
