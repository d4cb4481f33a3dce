using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Templates;

namespace Shop.Pilot.Health;

/// <summary>Tells the team which checks went down or came up: one mail for all changes of a run.</summary>
public sealed class HealthMails(
    NotificationDelivery delivery, IOptions<CheckOptions> checks, IOptions<NotificationOptions> notifications)
{
    /// <summary>A message for each recipient, so that one whose mail fails delays no other.</summary>
    public IEnumerable<Sql> Request(IReadOnlyList<StateChange> changes)
    {
        List<ChangedCheck> changed =
        [
            .. from change in changes
               let result = change.Result
               select new ChangedCheck(result.Name, change.IsDown, result.Detail, result.Remedy, change.Since)
        ];
        return checks.Value.Recipients.Select(recipient => Outbox.Insert(new HealthChanged(recipient, changed)));
    }

    public Task SendAsync(HealthChanged changed, Guid cause, int attempt, CancellationToken ct)
    {
        var language = notifications.Value.Language;
        var isRussian = language == NotificationTemplates.Russian;
        var mail = new Notification(
            cause,
            NotificationKind.Email,
            changed.Recipient,
            NotificationTemplates.HealthChanged,
            language,
            new Dictionary<string, string>
            {
                ["summary"] = Summary(changed, isRussian),
                ["changes"] = Changes(changed, isRussian),
                ["link"] = new Uri(notifications.Value.SiteAddress!, "/staff").AbsoluteUri
            });
        return delivery.SendAsync(mail, attempt, ct);
    }

    // Down: search, cache. Up again: outbox
    static string Summary(HealthChanged changed, bool isRussian)
    {
        (string Word, bool IsDown)[] groups =
        [
            (isRussian ? "Не работает" : "Down", true),
            (isRussian ? "Снова работает" : "Up again", false)
        ];
        return string.Join(
            ". ",
            from sort in groups
            let names = changed.Checks.Where(check => check.IsDown == sort.IsDown).Select(check => check.Name).ToList()
            where names.Count > 0
            select $"{sort.Word}: {string.Join(", ", names)}");
    }

    static string Changes(HealthChanged changed, bool isRussian)
    {
        var text = new StringBuilder();
        foreach (var check in changed.Checks)
        {
            text.Append(check.IsDown ? "✗ " : "✓ ").Append(check.Name);
            if (!check.IsDown && check.Since is { } since)
            {
                text.Append(CultureInfo.InvariantCulture, $" ({(isRussian ? "не работало с" : "was down since")} ")
                    .Append(CultureInfo.InvariantCulture, $"{since.UtcDateTime:yyyy-MM-dd HH:mm} UTC)");
            }
            if (check.IsDown)
                text.Append(": ").Append(check.Detail);
            if (check.Remedy is { } remedy)
                text.Append("\n→ ").Append(remedy);
            text.Append('\n');
        }
        return text.ToString().TrimEnd();
    }
}
