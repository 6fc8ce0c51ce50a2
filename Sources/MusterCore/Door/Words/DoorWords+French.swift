nonisolated extension DoorWords {
  static let french = DoorWords(
    welcome: "Bienvenue.",
    goodbye: "Au revoir.",
    inside: "Vous êtes déjà à l’intérieur.",
    insideSince: { "Vous êtes déjà à l’intérieur, depuis \($0)." },
    unknown:
      "Désolé, nous ne vous trouvons pas sur la liste. Adressez-vous à l’accueil, s’il vous plaît.",
    wrongEvent: "Désolé, ce billet est celui d’un autre événement.",
    badSignature:
      "Désolé, ce billet ne peut pas être vérifié. Adressez-vous à l’accueil, s’il vous plaît.",
    blocked:
      "Désolé, cette inscription ne permet pas d’entrer. Adressez-vous à l’accueil, s’il vous plaît.",
    cancelled:
      "Désolé, votre inscription a été annulée. Adressez-vous à l’accueil, s’il vous plaît.",
    pending:
      "Désolé, votre inscription n’est pas encore confirmée. Adressez-vous à l’accueil, s’il vous plaît.",
    notYetValid: "Désolé, votre inscription n’est pas encore valable.",
    noLongerValid: "Désolé, votre inscription n’est plus valable.",
    wrongDoor:
      "Désolé, votre inscription ne vaut pas pour cette entrée. Adressez-vous à l’accueil, s’il vous plaît.",
    wrongKind:
      "Désolé, cette entrée est réservée à d’autres. Demandez la vôtre à l’accueil, s’il vous plaît.",
    wrongDay: "Désolé, cette entrée n’est pas ouverte aujourd’hui.",
    tooEarly:
      "Désolé, cette entrée n’est pas encore ouverte. Revenez un peu plus tard, s’il vous plaît.",
    tooLate: "Désolé, cette entrée est fermée pour aujourd’hui.",
    alreadyUsed: "Désolé, votre entrée a déjà été utilisée.",
    usedAt: { "Désolé, votre entrée a déjà été utilisée : \($0)." },
    usedElsewhere: { "Désolé, votre entrée a déjà été utilisée : \($0), \($1)." },
    questionsOpen: "Avant d’entrer, veuillez répondre à quelques questions.",
    full:
      "Désolé, il ne reste plus de place ici. Veuillez patienter, ou adressez-vous à l’accueil.",
    erased: "effacé : aucun nom n’est conservé")
}
