using Shop;
using Shop.Calls;
using Shop.Voice.Understanding;

namespace Rejection;

/// <summary>
/// A sentence and the state of the dialogue in which it is said: <c>start | winter tires</c>. One that no grammar has
/// begins with its language instead: <c>en: | the weather is fine</c>.
/// </summary>
sealed record Sentence(string State, string Words, bool IsExpected, SpokenLanguage Language)
{
    // Where a grammar has a lot to offer for any sound, where it has little, and where it has numbers.
    static readonly string[] States = ["start", "confirm", "phone"];

    public static List<Sentence> Read(string set)
    {
        using var stream = typeof(Sentence).Assembly.GetManifestResourceStream(set)!;
        using var reader = new StreamReader(stream);
        var sentences = new List<Sentence>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split('|', StringSplitOptions.TrimEntries) is not [var where, var words])
                continue;
            if (!where.EndsWith(':'))
                sentences.Add(new(where, words, true, SpokenLanguage.English));
            else
                sentences.AddRange(States.Select(state =>
                    new Sentence(state, words, false, EnumNames.Parse<SpokenLanguage>(where[..2]))));
        }
        return sentences;
    }
}

/// <summary>A sentence as one voice says it, and what the recogniser makes of it.</summary>
readonly record struct Utterance(Sentence Sentence, string Voice, string Heard, double Fit)
{
    /// <summary>
    /// Whether the shop does the same as if it had heard what was said: a "please" more changes nothing.
    /// </summary>
    public bool IsRight => Sentence.IsExpected
        && (Understand(Heard), Understand(Sentence.Words)) is var (heard, said)
        && heard.Intent == said.Intent
        && heard.Entities.OrderBy(one => one.Key).SequenceEqual(said.Entities.OrderBy(one => one.Key));

    Understood Understand(string words) =>
        Rules.Understand(words, new(new(2026, 11, 27), SpokenLanguage.English, ExpectedIn(Sentence.State)));

    static Expected ExpectedIn(string state) => state switch
    {
        "size" => Expected.Size,
        "offers" => Expected.Choice,
        "quantity" => Expected.Quantity,
        "phone" => Expected.Phone,
        "order" => Expected.Order,
        "day" => Expected.Date,
        "time" => Expected.Time,
        "confirm" => Expected.Confirmation,
        _ => Expected.Anything
    };
}

/// <summary>What becomes of a set when everything that fits worse than a threshold is refused.</summary>
readonly record struct Outcome(int Right, int Wrong, int Refused, int Foreign, int Outside)
{
    public static Outcome Of(IEnumerable<Utterance> utterances, double threshold)
    {
        var (right, wrong, refused, foreign, outside) = (0, 0, 0, 0, 0);
        foreach (var utterance in utterances)
        {
            var isAccepted = utterance.Heard.Length > 0 && utterance.Fit >= threshold;
            if (!utterance.Sentence.IsExpected)
                (outside, foreign) = (outside + 1, foreign + (isAccepted ? 1 : 0));
            else if (!isAccepted)
                refused++;
            else if (utterance.IsRight)
                right++;
            else
                wrong++;
        }
        return new(right, wrong, refused, foreign, outside);
    }

    int Expected => Right + Wrong + Refused;

    /// <summary>
    /// The share that is understood, less the shares that are misunderstood: a refusal only costs a repetition. The
    /// more, the better.
    /// </summary>
    public double Worth => (double)(Right - Wrong) / Expected - (double)Foreign / Outside;

    public override string ToString() =>
        $"{Right,6} {Wrong,6} {Refused,8}   of {Expected,-5} {Foreign,8}   of {Outside}";
}
