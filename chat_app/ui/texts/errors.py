"""What services and states say of a failure, in Spanish, by the English.

A sentence travels to the page in English, with its parts beside it where it has any (`states/error_text.py`),
and the page says it in its reader's language. What only REST can be told, which speaks English, is not here.
"""

SPANISH = {
    # Who one is
    "Your session has ended. Please sign in again.": "Tu sesión ha terminado. Vuelve a entrar, por favor.",
    "That username and password do not match.": "Ese nombre de usuario y esa contraseña no coinciden.",
    "You could not be signed in just now. Please try again in a moment.": (
        "Ahora mismo no se ha podido abrir tu sesión. Inténtalo de nuevo en un momento."
    ),
    "That username is taken. Please choose another one.": "Ese nombre de usuario ya está en uso. Elige otro.",
    "That name is reserved. Please choose another one.": "Ese nombre está reservado. Elige otro.",
    "Nothing of this name can be seen. Please choose another one.": (
        "De ese nombre no se ve nada. Elige otro."
    ),
    "Use {shortest} to {longest} characters: English letters, digits, dots, hyphens and underscores.": (
        "Usa de {shortest} a {longest} caracteres: letras sin acentos ni ñ, cifras, puntos, guiones "
        "y guiones bajos."
    ),
    "Use {shortest} to {longest} characters, of any script.": (
        "Usa de {shortest} a {longest} caracteres, de cualquier alfabeto."
    ),
    "Display names can have at most {longest} characters.": (
        "El nombre visible puede tener {longest} caracteres, no más."
    ),
    "A status can have at most {longest} characters.": "El estado puede tener {longest} caracteres, no más.",
    "Choose one of {colors}.": "Elige uno de estos: {colors}.",
    "That was too often. Please try again in 1 second.": (
        "Han sido demasiadas veces. Inténtalo de nuevo dentro de 1 segundo."
    ),
    "That was too often. Please try again in {seconds} seconds.": (
        "Han sido demasiadas veces. Inténtalo de nuevo dentro de {seconds} segundos."
    ),
    "Too many people are signing in just now. Please try again in a moment.": (
        "Ahora mismo está entrando demasiada gente. Inténtalo de nuevo dentro de un momento."
    ),
    "The server is busy just now. Please try again in a moment.": (
        "Ahora mismo el servidor está muy ocupado. Inténtalo de nuevo en un momento."
    ),
    "The database cannot be reached just now. Please try again in a moment.": (
        "Ahora mismo no se puede llegar a la base de datos. Inténtalo de nuevo en un momento."
    ),
    "The server has no space left to store anything. Please try again later.": (
        "Al servidor no le queda espacio para guardar nada. Inténtalo de nuevo más tarde."
    ),
    # People and channels
    "Nobody here has that username.": "Nadie tiene aquí ese nombre de usuario.",
    "There is no such person.": "Esa persona no existe.",
    "There is no such channel, or it is private.": "Ese canal no existe o es privado.",
    "No channel is open.": "No hay ningún canal abierto.",
    "Join {channel} first.": "Antes únete a {channel}.",
    "Only the owner of {channel} or an administrator can do that.": (
        "Eso solo puede hacerlo quien creó {channel} o quien administra."
    ),
    "A direct message has no owner, so nobody can do that.": (
        "Un mensaje directo no es de nadie, así que eso no puede hacerlo nadie."
    ),
    "That can only be done with a channel.": "Eso solo se puede hacer con un canal.",
    "That person is not in {channel}.": "Esa persona no está en {channel}.",
    "Everybody stays in {channel}.": "De {channel} no sale nadie.",
    "There is already a channel with this name.": "Ya hay un canal con ese nombre.",
    "Use lower-case English letters, digits and single hyphens, for example {example}.": (
        "Usa minúsculas sin acentos ni ñ, cifras y guiones sueltos, por ejemplo {example}."
    ),
    "Use {shortest} to {longest} lower-case English letters, digits and single hyphens, "
    "for example {example}.": (
        "Usa de {shortest} a {longest} minúsculas sin acentos ni ñ, cifras y guiones sueltos, "
        "por ejemplo {example}."
    ),
    "Topics can have at most {longest} characters.": "El tema puede tener {longest} caracteres, no más.",
    "{channel} keeps its name and stays open to everybody.": (
        "{channel} conserva su nombre y sigue abierto para todo el mundo."
    ),
    "{channel} cannot be deleted.": "{channel} no se puede borrar.",
    # Messages
    "Write something first.": "Antes escribe algo.",
    "Messages can have at most {longest} characters.": "Un mensaje puede tener {longest} caracteres, no más.",
    "Use 1 to 64 ASCII characters without spaces.": "Usa de 1 a 64 caracteres ASCII sin espacios.",
    "You have used this client_message_id in another channel. Give each message its own.": (
        "Ya has usado ese client_message_id en otro canal. Dale a cada mensaje el suyo."
    ),
    "The message you reply to is not in this channel.": "El mensaje al que respondes no está en este canal.",
    "There is no such message.": "Ese mensaje no existe.",
    "This message has been deleted.": "Este mensaje se ha borrado.",
    "You can only edit your own messages.": "Solo puedes editar tus propios mensajes.",
    "That is not here any more.": "Eso ya no está aquí.",
    "Only who deleted a message can bring it back.": "Solo quien borró un mensaje puede recuperarlo.",
    "This message is there already.": "Ese mensaje ya está ahí.",
    "It is too late to bring that message back.": "Ya es tarde para recuperar ese mensaje.",
    "Use exactly one emoji.": "Usa un solo emoji.",
    "A message can have {most} different reactions.": "Un mensaje puede tener {most} reacciones distintas.",
    "Use only one of before, after and around.": "Usa solo uno de before, after y around.",
    # The page itself
    "Something went wrong on our side. Nothing was changed; please try again.": (
        "Algo ha fallado por nuestra parte. No se ha cambiado nada; inténtalo de nuevo."
    ),
}
