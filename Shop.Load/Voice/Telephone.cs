using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Shop.Calls;

namespace Shop.Load.Voice;

/// <summary>What callers say, made with espeak-ng before the run.</summary>
sealed record Phrase(string Name, Recording Speech);

/// <summary>Where callers call, and what they say there.</summary>
sealed record Telephone(string Host, int Port, IReadOnlyList<Phrase> Phrases)
{
    static readonly (string Name, SpokenLanguage Language, string Words)[] Sayings =
    [
        ("tyres", SpokenLanguage.Ukrainian, "Потрібні зимові шини двісті п’ять п’ятдесят п’ять шістнадцять"),
        ("price", SpokenLanguage.Ukrainian, "Скільки коштують ці шини"),
        ("order", SpokenLanguage.Russian, "Где мой заказ"),
        ("fitting", SpokenLanguage.Ukrainian, "Запишіть мене на шиномонтаж на завтра"),
        ("search", SpokenLanguage.English, "Winter tires please")
    ];

    /// <summary>Reads host:port.</summary>
    public static bool TryRead(string address, [NotNullWhen(true)] out Uri? at) =>
        Uri.TryCreate($"tcp://{address}", UriKind.Absolute, out at) && at.Port > 0;

    /// <exception cref="ValidationException">The address is none, or nothing here can speak.</exception>
    public static async Task<Telephone> OfAsync(string address, CancellationToken ct)
    {
        if (!TryRead(address, out var at))
            throw new ValidationException($"'{address}' is not host:port.");
        if (!Espeak.IsInstalled)
            throw new ValidationException("Callers speak with espeak-ng, which is not installed.");
        var phrases = new List<Phrase>();
        foreach (var (name, language, words) in Sayings)
            phrases.Add(new(name, await Espeak.SpeakAsync(words, language, 8000, ct)));
        return new(at.Host, at.Port, phrases);
    }
}
