using System.Collections.Concurrent;
using Shop.Calls;
using Shop.Voice.Dialogue;

namespace Shop.Tests.Voice;

/// <summary>A small conversation, for tests of the line: it says what it has heard.</summary>
sealed class TestConversation : IConversations
{
    public const string Grammar =
        "#JSGF V1.0; grammar test; public <said> = winter tires | summer tires | operator | goodbye;";

    const string Story =
        "Once upon a time there was a wheel. It rolled over the hills and through the woods, day after day, "
        + "and nobody knew where it went. In the evening it lay down in the grass and looked at the stars.";

    /// <summary>How each call was begun.</summary>
    public ConcurrentDictionary<Guid, CallStart> Begun { get; } = new();

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public Exception? Failure { get; init; }

    public IConversation Begin(CallStart call)
    {
        Begun[call.Id] = call;
        return new One(this);
    }

    sealed class One(TestConversation all) : IConversation
    {
        readonly Dictionary<string, string> _understood = [];
        string _keys = "";
        int _silences;

        public ValueTask<Reply> GreetAsync(CancellationToken ct) => new(Say("Hello from the shop."));

        public ValueTask<Reply> AnswerAsync(CallEvent heard, CancellationToken ct) => new(heard switch
        {
            _ when all.Failure is { } failure => throw failure,
            Utterance { Text: "" } => Say("Pardon?"),
            Utterance { Text: var text } when text.Contains("operator", StringComparison.Ordinal) =>
                Say("One moment.", NextStep.Transfer, CallOutcome.OperatorAsked, "operator"),
            Utterance { Text: "goodbye" } => Say("Goodbye.", NextStep.HangUp, CallOutcome.Answered),
            Utterance { Text: var text } => Understand(text),
            KeyPressed { Key: '*' } => Say(Story),
            KeyPressed { Key: '#' } => Say($"You pressed {string.Join(' ', _keys.ToCharArray())}."),
            KeyPressed { Key: var key } => Collect(key),
            NothingHeard when ++_silences == 1 => Say("Are you there?"),
            NothingHeard => Say("Goodbye.", NextStep.HangUp, CallOutcome.Silent),
            _ => Say("Please press a key.")
        });

        Reply Understand(string text)
        {
            _understood["wish"] = text;
            return Say($"You said {text}.", intent: "wish");
        }

        Reply Collect(char key)
        {
            _keys += key;
            return Say("");
        }

        Reply Say(
            string text, NextStep next = NextStep.Listen, CallOutcome? outcome = null, string? intent = null) => new(
            text.Length == 0 ? [] : [new(SpokenLanguage.English, text, text)],
            new("test", Grammar, "winter tires", SpokenLanguage.English, "0123456789#", all.Patience),
            next,
            outcome,
            _understood.ToDictionary(),
            new("test", SpokenLanguage.English, intent, _understood.ToDictionary(), []));
    }
}
