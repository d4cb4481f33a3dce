using System.Diagnostics;
using Shop.Calls;
using Shop.Voice.Understanding;

namespace Shop.Voice.Dialogue;

/// <summary>A reply while it is being made.</summary>
sealed class Turn(SpokenLanguage language)
{
    readonly List<Sentence> _sentences = [];
    readonly List<ToolUse> _tools = [];

    public SpokenLanguage Language { get; private set; } = language;

    public VoiceTexts Texts => VoiceTexts.In(Language);

    public IReadOnlyList<Sentence> Sentences => _sentences;

    public IReadOnlyList<ToolUse> Tools => _tools;

    public Question? Asked { get; private set; }

    public NextStep Next { get; private set; } = NextStep.Listen;

    public CallOutcome? Outcome { get; private set; }

    /// <summary>A hint about what was asked: what is repeated is the question, not the hint.</summary>
    public bool IsAside { get; private set; }

    public void AskAgain(Question question, string text)
    {
        Ask(question, text);
        IsAside = true;
    }

    public void Switch(SpokenLanguage language) => Language = language;

    public void Say(string text) => _sentences.Add(SpokenText.Sentence(text, Language));

    public void Say(IEnumerable<Sentence> sentences) => _sentences.AddRange(sentences);

    /// <summary>Asks something and says what is listened for.</summary>
    public void Ask(Question question, string text)
    {
        Say(text);
        Asked = question;
    }

    public void Listen(Question question) => Asked = question;

    public void End(NextStep next, CallOutcome outcome) => (Next, Outcome) = (next, outcome);

    /// <summary>Calls a tool of the shop, records it and how long it took.</summary>
    public async Task<T> UseAsync<T>(string tool, Func<Task<T>> call, Func<T, string> result)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var found = await call();
            _tools.Add(new(tool, Stopwatch.GetElapsedTime(started), result(found)));
            return found;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _tools.Add(new(tool, Stopwatch.GetElapsedTime(started), $"failed: {e.GetType().Name}"));
            throw;
        }
    }
}

/// <summary>What the dialogue waits for, and what its keys mean.</summary>
/// <remarks>The same state always has the same grammar, whatever was offered.</remarks>
sealed record Question(string State, Expected Expected, int Choices = 0)
{
    public static readonly Question Start = new("start", Expected.Anything);
    public static readonly Question Size = new("size", Expected.Size);
    public static readonly Question Quantity = new("quantity", Expected.Quantity);
    public static readonly Question Phone = new("phone", Expected.Phone);
    public static readonly Question Order = new("order", Expected.Order);
    public static readonly Question Day = new("day", Expected.Date);
    public static readonly Question Confirm = new("confirm", Expected.Confirmation);

    public static Question Offers(int count) => new("offers", Expected.Choice, count);

    public static Question Station(int count) => new("station", Expected.Station, count);

    public static Question Time(int count) => new("time", Expected.Time, count);

    public bool TakesDigits => Expected is Expected.Phone or Expected.Order;

    public string Keys => this switch
    {
        { TakesDigits: true } => "0123456789*#",
        { Expected: Expected.Confirmation } => "012",
        { Expected: Expected.Quantity } => "0123456789",
        { Choices: > 0 } => "0123456789"[..(Math.Min(Choices, 9) + 1)],
        _ => "01234"
    };
}
