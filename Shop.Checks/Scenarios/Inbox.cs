using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shop.Checks.Scenarios;

/// <summary>The inbox of a running graph (MailDev), from which a scenario reads the mails to its own address.</summary>
sealed partial class Inbox(Uri address) : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    readonly HttpClient _http = new() { BaseAddress = address };

    /// <summary>Waits for the mail with the link that confirms the address, and deletes it.</summary>
    public async Task<string> ConfirmationLinkAsync(string recipient, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (true)
            {
                if (await FindLinkAsync(recipient, patience.Token) is { } link)
                    return link;
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new ScenarioException($"No mail to {recipient} came within {Patience.TotalSeconds:0} s");
        }
    }

    async Task<string?> FindLinkAsync(string recipient, CancellationToken ct)
    {
        var mails = await _http.GetStringAsync($"email?to.address={Uri.EscapeDataString(recipient)}", ct);
        using var list = JsonDocument.Parse(mails);
        foreach (var mail in list.RootElement.EnumerateArray())
        {
            if (!mail.GetProperty("to").EnumerateArray()
                .Any(to => to.GetProperty("address").GetString() == recipient))
            {
                continue;
            }
            if (Link().Match(mail.GetProperty("text").GetString() ?? "") is { Success: true } link)
            {
                using var deleted = await _http.DeleteAsync($"email/{mail.GetProperty("id").GetString()}", ct);
                return link.Value;
            }
        }
        return null;
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex(@"https?://\S+\?token=\S+")]
    private static partial Regex Link();
}
