nonisolated extension DoorWords {
  static let english = DoorWords(
    welcome: "Welcome.",
    goodbye: "Goodbye.",
    inside: "You are already inside.",
    insideSince: { "You are already inside, since \($0)." },
    unknown: "Sorry, we cannot find you on the list. Please see the registration desk.",
    wrongEvent: "Sorry, this ticket is for another event.",
    badSignature: "Sorry, this ticket cannot be verified. Please see the registration desk.",
    blocked: "Sorry, this registration is not valid for entry. Please see the registration desk.",
    cancelled: "Sorry, your registration was cancelled. Please see the registration desk.",
    pending: "Sorry, your registration is not confirmed yet. Please see the registration desk.",
    notYetValid: "Sorry, your registration is not valid yet.",
    noLongerValid: "Sorry, your registration is no longer valid.",
    wrongDoor:
      "Sorry, your registration is not for this entrance. Please see the registration desk.",
    wrongKind:
      "Sorry, this entrance is for other guests. Please ask at the registration desk for yours.",
    wrongDay: "Sorry, this entrance is not open today.",
    tooEarly: "Sorry, this entrance is not open yet. Please come back a little later.",
    tooLate: "Sorry, this entrance has closed for today.",
    alreadyUsed: "Sorry, your entry has already been used.",
    usedAt: { "Sorry, your entry has already been used: \($0)." },
    usedElsewhere: { "Sorry, your entry has already been used: \($0), \($1)." },
    questionsOpen: "Before you come in, please answer a few questions.",
    full: "Sorry, there is no room left here. Please wait, or ask at the registration desk.",
    erased: "erased: no name is kept")
}
