using System.Globalization;
using System.Text;
using Shop.Database;
using Shop.Notifications.Templates;
using Shop.Pilot.Alerts;

namespace Shop.Pilot.Health;

/// <summary>The mail to the team about all checks that went down or came up in one run.</summary>
static class HealthMail
{
    const string Page = "/staff/pilot/health";

    public static Sql Insert(IReadOnlyList<StateChange> changes, string language)
    {
        var words = language == NotificationTemplates.Russian ? Words.Russian : Words.English;
        var text = $"{Describe(changes, words)}\n\n{words.Rule}";
        return AlertMail.Insert(Guid.CreateVersion7(), AlertMailKind.Other, Subject(changes, words), text, Page);
    }

    // Down: search, cache. Up again: outbox
    static string Subject(IReadOnlyList<StateChange> changes, Words words) => string.Join(
        ". ",
        from sort in (bool[])[true, false]
        let names = changes.Where(change => change.IsDown == sort).Select(change => change.Result.Name).ToList()
        where names.Count > 0
        select $"{(sort ? words.Down : words.Up)}: {string.Join(", ", names)}");

    static string Describe(IReadOnlyList<StateChange> changes, Words words)
    {
        var text = new StringBuilder();
        foreach (var (result, isDown, since) in changes)
        {
            text.Append(isDown ? "✗ " : "✓ ").Append(result.Name);
            if (isDown)
                text.Append(": ").Append(result.Detail);
            else if (since is { } time)
                text.Append(
                    CultureInfo.InvariantCulture, $" ({words.WasDown} {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC)");
            if (isDown && result.Remedy is { } remedy)
                text.Append("\n→ ").Append(remedy);
            text.Append("\n\n");
        }
        return text.ToString().TrimEnd();
    }

    sealed record Words(string Down, string Up, string WasDown, string Rule)
    {
        public static readonly Words English = new(
            "Down",
            "Up again",
            "was down since",
            "A check is down after three bad results of five, and up after three good ones in a row. During announced "
                + "maintenance nothing is mailed (docs/pilot.md).");

        public static readonly Words Russian = new(
            "Не работает",
            "Снова работает",
            "не работало с",
            "Сбой — три плохих результата из последних пяти; снова работает — три хороших подряд. Во время объявленных "
                + "работ писем нет (docs/pilot.md).");
    }
}
