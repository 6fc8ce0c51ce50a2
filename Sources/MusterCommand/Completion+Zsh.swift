nonisolated extension Completion {
  /// The script for zsh: a file `_NAME` in a folder of its `fpath`.
  public var zsh: String {
    """
    #compdef \(name)
    # \(name): completion for zsh, made from the program's own tables.

    \(function)_at() { # PATH: what may follow there
      commands=() options=() valued=() offer=()
      case $1 in
    \(stops.map(zshCase).joined(separator: "\n"))
      esac
    }

    \(function)_value() { # PATH OPTION: what its value may be
      offer=()
      case $1:$2 in
    \(stops.flatMap(zshValues).joined(separator: "\n"))
      esac
    }

    \(function)_offer() {
      case $offer[1] in
        files) _files ;;
        folders) _files -/ ;;
        words) compadd -- $offer[2,-1] ;;
        *) _message 'no completion' ;;
      esac
    }

    \(function)() {
      local path_= word option= only=
      local -a commands options valued offer
      \(function)_at ''
      for word in $words[2,CURRENT-1]; do
        if [[ -n $option ]]; then
          option=
        elif [[ $word == -- ]]; then
          only=1
        elif [[ $word == -* ]]; then
          (( $valued[(Ie)$word] )) && option=$word
        elif [[ -z $only ]] && (( $commands[(I)$word:*] )); then
          path_=${path_:+$path_ }$word
          \(function)_at $path_
        fi
      done
      if [[ -n $option ]]; then
        \(function)_value $path_ $option
        \(function)_offer
      elif [[ -z $only && $PREFIX == --*=* ]]; then
        \(function)_value $path_ ${PREFIX%%=*}
        compset -P '*='
        \(function)_offer
      elif [[ -z $only && $PREFIX == -* ]]; then
        _describe -o option options
      elif (( $#commands )); then
        _describe command commands
      else
        \(function)_offer
      fi
    }

    if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
      \(function) "$@"
    else
      compdef \(function) \(name)
    fi

    """
  }

  private func zshCase(_ stop: Stop) -> String {
    let options = stop.options.map { Self.described("--\($0.name)", $0.summary) }
    let commands = stop.command.commands.map { Self.described($0.name, $0.summary) }
    var parts = [
      "options=(\(options.joined(separator: " ")))",
      "valued=(\(stop.valued.joined(separator: " ")))",
    ]
    if !commands.isEmpty { parts.append("commands=(\(commands.joined(separator: " ")))") }
    if let offer = Self.zsh(stop.offer) { parts.append(offer) }
    return "    '\(stop.path)') \(parts.joined(separator: " ")) ;;"
  }

  private func zshValues(_ stop: Stop) -> [String] {
    stop.offers.compactMap { option, offer in
      Self.zsh(offer).map { "    '\(stop.path):\(option)') \($0) ;;" }
    }
  }

  private static func zsh(_ offer: Offer) -> String? {
    switch offer {
    case .files: "offer=(files)"
    case .folders: "offer=(folders)"
    case .words(let words): "offer=(words \(words.joined(separator: " ")))"
    case .nothing: nil
    }
  }

  /// `'name:what it does'`, as zsh describes what it offers.
  private static func described(_ name: String, _ summary: String) -> String {
    let parts = summary.split(separator: "'", omittingEmptySubsequences: false)
    return "'\(name):\(parts.joined(separator: "'\\''"))'"
  }
}
