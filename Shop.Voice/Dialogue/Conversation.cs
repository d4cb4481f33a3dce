using System.Globalization;
using Shop.Calls;
using Shop.Voice.Understanding;

namespace Shop.Voice.Dialogue;

/// <summary>
/// One call: it understands each utterance, fills in what an errand needs, reads back what it is about to do, and does
/// it after a yes. What it does not understand twice it offers as keys, then it hands over to a person.
/// </summary>
sealed partial class Conversation(
    CallStart call, ShopTools tools, ChatModel model, DialogueOptions options, TimeProvider time) : IConversation
{
    const int MostWrongChecks = 3;

    readonly Memory _memory = new() { Phone = call.Caller };
    readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    SpokenLanguage _language = call.Language;
    Question _question = Question.Start;
    IReadOnlyList<Sentence> _last = [];
    string _digits = "";
    int _misses;
    int _silences;
    int _failures;
    CallOutcome _done = CallOutcome.Answered;

    DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), _zone).DateTime);

    public ValueTask<Reply> GreetAsync(CancellationToken ct)
    {
        var turn = new Turn(_language);
        turn.Ask(Question.Start, turn.Texts.Greeting);
        return ValueTask.FromResult(Finish(turn, "greeting", null));
    }

    public async ValueTask<Reply> AnswerAsync(CallEvent heard, CancellationToken ct)
    {
        var turn = new Turn(_language);
        var state = _question.State;
        Understood? understood = null;
        try
        {
            switch (heard)
            {
                case Utterance utterance:
                    understood = await UnderstandAsync(utterance, turn, ct);
                    await AnswerAsync(understood, utterance.Text, turn, ct);
                    break;
                case KeyPressed pressed:
                    understood = Press(pressed.Key, turn);
                    if (understood is not null)
                        await AnswerAsync(understood, "", turn, ct);
                    break;
                case NothingHeard when _digits.Length > 0:
                    understood = Entered(turn);
                    await AnswerAsync(understood, "", turn, ct);
                    break;
                case NothingHeard:
                    Silent(turn);
                    break;
                case RecognitionFailed:
                    FailToRecognize(turn);
                    break;
            }
        }
#pragma warning disable CA1031 // Whatever fails in the shop, the caller gets an apology and a person.
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            turn.Say(turn.Texts.Failed);
            turn.End(NextStep.Transfer, CallOutcome.Failed);
        }
        return Finish(turn, state, understood);
    }

    async ValueTask<Understood> UnderstandAsync(Utterance utterance, Turn turn, CancellationToken ct)
    {
        (_silences, _failures) = (0, 0);
        var language = utterance.Language ?? _language;
        var stations = await StationNamesAsync(turn, ct);
        var circumstances = new Circumstances(Today, language, _question.Expected, stations);
        var understood = Rules.Understand(utterance.Text, circumstances);
        if (understood.Intent == Intent.Unknown && utterance.Text.Length > 0
            && await model.UnderstandAsync(utterance.Text, circumstances, ct) is { } guessed)
            understood = guessed;
        // A single word such as a name is no reason to change the language.
        if (understood.Language != _language && utterance.Text.AsSpan().Count(' ') >= 1)
            SwitchTo(understood.Language, turn);
        return understood;
    }

    // Names matter only when a place may be said. The list is read once a minute.
    async ValueTask<List<KnownStation>> StationNamesAsync(Turn turn, CancellationToken ct) =>
        (await tools.StationsAsync(turn, ct)).ConvertAll(station =>
            new KnownStation(station.Slug, [station.Name, station.NameUk, station.NameEn]));

    void SwitchTo(SpokenLanguage language, Turn turn)
    {
        _language = language;
        turn.Switch(language);
    }

    async ValueTask AnswerAsync(Understood understood, string text, Turn turn, CancellationToken ct)
    {
        var entities = understood.Entities;
        switch (understood.Intent)
        {
            case Intent.Operator:
                turn.Say(turn.Texts.Transfer);
                turn.End(NextStep.Transfer, CallOutcome.OperatorAsked);
                break;
            case Intent.Goodbye:
                turn.Say(turn.Texts.Goodbye);
                turn.End(NextStep.HangUp, _done);
                break;
            case Intent.Repeat:
                turn.Say(_last);
                turn.Listen(_question);
                return;
            case Intent.Help:
                turn.Ask(_question, turn.Texts.Help);
                break;
            case Intent.Language:
                SwitchTo(EnumNames.Parse<SpokenLanguage>(entities[Entity.Language]), turn);
                turn.Ask(_question, turn.Texts.NowInThisLanguage);
                break;
            case Intent.Yes or Intent.No when _memory.IsConfirming || _memory.OffersOperator:
                await ConfirmAsync(understood.Intent == Intent.Yes, turn, ct);
                break;
            case Intent.Yes or Intent.Order or Intent.Choose
                when _memory.Offers.Count > 0 && _memory.Topic is Topic.Search or Topic.Order:
                await ChooseAsync(entities, turn, ct);
                break;
            case Intent.No when _memory.Topic == Topic.None && _question == Question.Start:
                turn.Say(turn.Texts.Goodbye);
                turn.End(NextStep.HangUp, _done);
                break;
            case Intent.No:
                _memory.Begin(Topic.None);
                turn.Ask(Question.Start, turn.Texts.AnythingElse);
                break;
            case Intent.Search or Intent.Order:
                await SearchAsync(entities, turn, ct);
                break;
            case Intent.OrderStatus:
                _memory.Begin(Topic.OrderStatus);
                await TellOrderAsync(entities, turn, ct);
                break;
            case Intent.BookFitting or Intent.MoveFitting or Intent.CancelFitting:
                _memory.Begin(understood.Intent switch
                {
                    Intent.BookFitting => Topic.Book,
                    Intent.MoveFitting => Topic.Move,
                    _ => Topic.Cancel
                });
                await FitAsync(entities, turn, ct);
                break;
            case Intent.Question:
                await ExplainAsync(text, turn, ct);
                break;
            case Intent.Inform or Intent.Correct when entities.Count > 0:
                await ContinueAsync(entities, turn, ct);
                break;
            case Intent.Choose when _question.Choices > 0:
                await ContinueAsync(entities, turn, ct);
                break;
            default:
                Miss(turn);
                return;
        }
        _misses = 0;
    }

    /// <summary>An answer to what was asked, or a correction: the errand under way goes on with it.</summary>
    async ValueTask ContinueAsync(IReadOnlyDictionary<string, string> entities, Turn turn, CancellationToken ct)
    {
        _memory.IsConfirming = false;
        switch (_memory.Topic)
        {
            case Topic.OrderStatus:
                await TellOrderAsync(entities, turn, ct);
                break;
            case Topic.Order:
                await OrderAsync(entities, turn, ct);
                break;
            case Topic.Book or Topic.Move or Topic.Cancel:
                await FitAsync(entities, turn, ct);
                break;
            case Topic.Search or Topic.None:
                if (entities.ContainsKey(Entity.Date) || entities.ContainsKey(Entity.Time))
                {
                    _memory.Begin(Topic.Book);
                    await FitAsync(entities, turn, ct);
                }
                else
                {
                    await SearchAsync(entities, turn, ct);
                }
                break;
        }
    }

    async ValueTask ConfirmAsync(bool isRight, Turn turn, CancellationToken ct)
    {
        if (_memory.OffersOperator)
        {
            _memory.OffersOperator = false;
            if (isRight)
            {
                turn.Say(turn.Texts.Transfer);
                turn.End(NextStep.Transfer, CallOutcome.OperatorAsked);
            }
            else
            {
                turn.Ask(Question.Start, turn.Texts.AnythingElse);
            }
            return;
        }
        _memory.IsConfirming = false;
        switch (_memory.Topic)
        {
            case Topic.Order when isRight:
                await MakeOrderAsync(turn, ct);
                break;
            case Topic.Book or Topic.Move or Topic.Cancel when isRight:
                await DoFitAsync(turn, ct);
                break;
            case Topic.Cancel:
                Done(turn, turn.Texts.Kept, _done);
                break;
            default:
                turn.Ask(_memory.Topic == Topic.Order ? Question.Quantity : Question.Day, turn.Texts.WhatToChange);
                break;
        }
    }

    void Done(Turn turn, string text, CallOutcome outcome)
    {
        _done = outcome;
        _memory.Begin(Topic.None);
        turn.Say(text);
        turn.Ask(Question.Start, turn.Texts.AnythingElse);
    }

    /// <summary>Read back, so that a misheard size or time is corrected before anything happens.</summary>
    void ReadBack(Turn turn, string text)
    {
        _memory.IsConfirming = true;
        turn.Ask(Question.Confirm, text);
    }

    async ValueTask ExplainAsync(string question, Turn turn, CancellationToken ct)
    {
        if (await tools.AnswerAsync(turn, question, _language.Spelling(), ct) is [var answer, ..])
        {
            turn.Say(answer.Text);
            turn.Say(turn.Texts.KnowledgeSource(answer.Title));
            turn.Ask(_memory.Topic == Topic.None ? Question.Start : _question, turn.Texts.AnythingElse);
            return;
        }
        _memory.OffersOperator = true;
        turn.Ask(Question.Confirm, turn.Texts.NoAnswer);
    }

    Reply Finish(Turn turn, string state, Understood? understood)
    {
        if (turn.Asked is { } asked)
            _question = asked;
        if (turn is { IsAside: false, Sentences.Count: > 0 })
            _last = turn.Sentences;
        var record = new TurnRecord(
            state,
            turn.Language,
            understood is null or { Intent: Intent.Unknown } ? null : understood.Intent.Spelling(),
            understood?.Entities ?? new Dictionary<string, string>(),
            turn.Tools);
        return new(turn.Sentences, Listening(turn.Language), turn.Next, turn.Outcome, UnderstoodSoFar(), record);
    }

    Listening Listening(SpokenLanguage language) => new(
        _question.State,
        Grammars.Of(_question.State),
        Hints.Of(language),
        language,
        _question.Keys,
        _digits.Length > 0 ? TimeSpan.FromSeconds(4) : options.Patience);

    Dictionary<string, string> UnderstoodSoFar()
    {
        var known = new Dictionary<string, string>(_memory.Wish);
        Add("topic", _memory.Topic == Topic.None ? null : _memory.Topic.Spelling());
        Add("product", _memory.Chosen?.Name);
        Add(Entity.Quantity, _memory.Quantity?.ToString(CultureInfo.InvariantCulture));
        Add(Entity.Order, _memory.OrderNumber);
        Add(Entity.Phone, _memory.Phone);
        Add(Entity.Station, _memory.Station?.Name);
        Add(Entity.Date, _memory.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add(Entity.Time, _memory.Time?.ToString("HH:mm", CultureInfo.InvariantCulture));
        return known;

        void Add(string name, string? value)
        {
            if (value is not null)
                known[name] = value;
        }
    }
}
