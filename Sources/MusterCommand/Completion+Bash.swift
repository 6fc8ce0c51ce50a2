nonisolated extension Completion {
  /// The script for bash: a file of the program's name among bash's completions.
  public var bash: String {
    """
    # \(name): completion for bash, made from the program's own tables.

    \(function)_at() { # PATH: what may follow there
      commands= options= valued= words= paths=
      case $1 in
    \(stops.map(bashCase).joined(separator: "\n"))
      esac
    }

    \(function)_value() { # PATH OPTION: what its value may be
      words= paths=
      case $1:$2 in
    \(stops.flatMap(bashValues).joined(separator: "\n"))
      esac
    }

    \(function)() {
      local commands options valued words paths path= word option= before= index=1 only=
      local cur=${COMP_WORDS[COMP_CWORD]}
      \(function)_at ''
      while [ "$index" -lt "$COMP_CWORD" ]; do
        word=${COMP_WORDS[index]}
        index=$((index + 1))
        if [ -n "$option" ]; then
          # bash makes three words of --name=value.
          [ "$word" = = ] || option=
        elif [ "$word" = -- ]; then
          only=1
        elif [[ $word == -* ]]; then
          if [[ " $valued " == *" $word "* ]]; then option=$word; fi
        elif [ -z "$only" ] && [[ " $commands " == *" $word "* ]]; then
          path=${path:+$path }$word
          \(function)_at "$path"
        fi
      done
      COMPREPLY=()
      [ "$cur" = = ] && cur=
      if [ -n "$option" ]; then
        \(function)_value "$path" "$option"
      elif [[ $cur == -* ]] && [ -z "$only" ]; then
        words=$options paths=
      elif [ -n "$commands" ]; then
        words=$commands paths=
      fi
      case $paths in
        files | folders)
          [ "$paths" = files ] && before=-f || before=-d
          local IFS=$'\\n'
          compopt -o filenames 2>/dev/null
          COMPREPLY=($(compgen "$before" -- "$cur"))
          ;;
        *) COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;
      esac
    }

    complete -F \(function) \(name)

    """
  }

  private func bashCase(_ stop: Stop) -> String {
    var parts = [
      "options='\(stop.all.joined(separator: " "))'",
      "valued='\(stop.valued.joined(separator: " "))'",
    ]
    if !stop.command.commands.isEmpty {
      parts.append("commands='\(stop.command.commands.map(\.name).joined(separator: " "))'")
    }
    if let words = Self.bash(stop.offer) { parts.append(words) }
    return "    '\(stop.path)') \(parts.joined(separator: " ")) ;;"
  }

  private func bashValues(_ stop: Stop) -> [String] {
    stop.offers.compactMap { option, offer in
      Self.bash(offer).map { "    '\(stop.path):\(option)') \($0) ;;" }
    }
  }

  private static func bash(_ offer: Offer) -> String? {
    switch offer {
    case .files: "paths=files"
    case .folders: "paths=folders"
    case .words(let words): "words='\(words.joined(separator: " "))'"
    case .nothing: nil
    }
  }
}
