using System.Globalization;
using Shop.Calls;
using Shop.Voice.Understanding;

namespace Shop.Voice.Dialogue;

// Keys, silence, and what is done when nothing is understood.
sealed partial class Conversation
{
    static readonly Dictionary<string, string> None = [];

    /// <summary>
    /// What a key means now; null when the reply is complete: a digit was collected or the key means nothing.
    /// </summary>
    Understood? Press(char key, Turn turn)
    {
        _silences = 0;
        if (_question.TakesDigits)
            return CollectDigit(key, turn);
        if (key == '0' && _question.Expected != Expected.Quantity)
            return Of(Intent.Operator);
        if (_question.Expected == Expected.Confirmation)
            return key switch
            {
                '1' => Of(Intent.Yes),
                '2' => Of(Intent.No),
                _ => Ignore(turn)
            };
        if (key is < '1' or > '9')
            return Ignore(turn);
        if (_question.Expected == Expected.Quantity)
            return Of(Intent.Inform, Entity.Quantity, $"{key}");
        if (_question.Choices > 0)
            return key - '0' <= _question.Choices ? Of(Intent.Choose, Entity.Choice, $"{key}") : Ignore(turn);
        switch (key)
        {
            case '1':
                return Of(Intent.Search);
            case '2':
                return Of(Intent.OrderStatus);
            case '3':
                return Of(Intent.BookFitting);
            case '4':
                turn.Ask(Question.Start, turn.Texts.Help);
                return null;
            default:
                return Ignore(turn);
        }
    }

    Understood? CollectDigit(char key, Turn turn)
    {
        switch (key)
        {
            case '#' when _digits.Length > 0:
                return Entered(turn);
            // An asterisk deletes, and at the beginning asks for a person, because zero is a digit here.
            case '*' when _digits.Length == 0:
                return Of(Intent.Operator);
            case '*':
                _digits = "";
                break;
            case >= '0' and <= '9' when _digits.Length < 15:
                _digits += key;
                break;
        }
        turn.Listen(_question);
        return null;
    }

    Understood Entered(Turn turn)
    {
        var digits = _digits;
        _digits = "";
        turn.Listen(_question);
        if (_question.Expected == Expected.Phone)
            return Identifiers.Phone(digits, isShortAllowed: true) is { } phone
                ? Of(Intent.Inform, Entity.Phone, phone)
                : Of(Intent.Unknown);
        return digits.Length is >= 6 and <= 9 ? Of(Intent.Inform, Entity.Order, digits) : Of(Intent.Unknown);
    }

    Understood? Ignore(Turn turn)
    {
        turn.AskAgain(_question, KeysOf(turn));
        return null;
    }

    Understood Of(Intent intent, string? entity = null, string value = "") => new(
        intent, entity is null ? None : new Dictionary<string, string> { [entity] = value }, _language);

    void Silent(Turn turn)
    {
        switch (++_silences)
        {
            case 1:
                turn.AskAgain(_question, turn.Texts.AreYouThere);
                break;
            case 2:
                turn.AskAgain(_question, KeysOf(turn));
                break;
            default:
                turn.Say(turn.Texts.SilentGoodbye);
                turn.End(NextStep.HangUp, CallOutcome.Silent);
                break;
        }
    }

    /// <summary>
    /// The first time another wording is asked for, the second time keys are offered, then a person is.
    /// </summary>
    void Miss(Turn turn)
    {
        switch (++_misses)
        {
            case 1:
                turn.AskAgain(_question, turn.Texts.NotUnderstood);
                break;
            case 2:
                turn.AskAgain(_question, KeysOf(turn));
                break;
            default:
                turn.Say(turn.Texts.Transfer);
                turn.End(NextStep.Transfer, CallOutcome.NotUnderstood);
                break;
        }
    }

    void FailToRecognize(Turn turn)
    {
        turn.Say(turn.Texts.RecognitionFailed);
        if (++_failures == 1)
        {
            turn.AskAgain(_question, KeysOf(turn));
            return;
        }
        turn.Say(turn.Texts.Transfer);
        turn.End(NextStep.Transfer, CallOutcome.Failed);
    }

    string KeysOf(Turn turn)
    {
        if (_question.TakesDigits)
            return turn.Texts.EnterDigits;
        if (_question.Expected == Expected.Confirmation)
            return turn.Texts.ConfirmKeys;
        return _question.Choices > 0 ? string.Join(" ", _last.Select(sentence => sentence.Text)) : turn.Texts.Keys;
    }

    static int? Integer(IReadOnlyDictionary<string, string> entities, string name) =>
        entities.TryGetValue(name, out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    static decimal? Amount(Dictionary<string, string> entities, string name) =>
        entities.TryGetValue(name, out var text) && decimal.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
