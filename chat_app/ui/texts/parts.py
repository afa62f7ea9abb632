"""Texts of what every page has, and of several parts of it."""

from chat_app.ui.texts.bilingual import text

# The same in every language: names.
PRODUCT = "Chat en Vivo"
LANGUAGES = {"en": "English", "es": "Español"}

LOADING = text("Loading…", "Cargando…")
SOMETHING_BROKE = text("Something went wrong on this page.", "Algo ha fallado en esta página.")
RELOAD = text("Reload", "Recargar")
YOU_ADMINISTER = text(
    "You administer this installation: you can change every channel you see, and delete messages in it.",
    "Administras esta instalación: puedes cambiar cada canal que veas y borrar mensajes en él.",
)
SHOW_PASSWORD = text("Show password", "Mostrar la contraseña")
CONVERSATION = text("This conversation", "Esta conversación")
UNREAD = text("unread", "sin leer")
SAVE = text("Save", "Guardar")
CANCEL = text("Cancel", "Cancelar")
CLOSE = text("Close", "Cerrar")
BOT = text("Bot", "Bot")
MENTIONS = text("mentions of you", "menciones tuyas")
LANGUAGE = text("Language", "Idioma")
RECONNECTING = text("Reconnecting", "Reconectando")
RECONNECTING_TEXT = text("Reconnecting…", "Reconectando…")
DISMISS = text("Dismiss", "Cerrar")
NO_CONNECTION = text(
    "There is no connection to the server. What you have typed stays here; try again once this line is gone.",
    "No hay conexión con el servidor. Lo que has escrito se queda aquí; inténtalo otra vez cuando esta línea "
    "desaparezca.",
)
NEWER_PAGE = text("There is a newer version of this page.", "Hay una versión más nueva de esta página.")
