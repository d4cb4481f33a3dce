using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;

namespace Shop.Tests.Notifications;

/// <summary>The graph's inbox for one address that only this test writes to.</summary>
sealed record Inbox(ShopFixture Shop, string Address)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    public async Task<List<JsonObject>> MailsAsync(CancellationToken ct)
    {
        using var api = Api();
        var mails = await api.GetStringAsync($"/email?to.address={Uri.EscapeDataString(Address)}", ct);
        return
        [
            .. JsonNode.Parse(mails)!.AsArray()
                .Select(mail => mail!.AsObject())
                .Where(mail => mail["to"]!.AsArray().Any(to => (string)to!["address"]! == Address))
        ];
    }

    public async Task<JsonObject> MailAsync(string subject, CancellationToken ct) =>
        (await Eventually.WaitUntilAsync(
            async () => (await MailsAsync(ct)).Find(mail => (string)mail["subject"]! == subject),
            mail => mail is not null,
            WaitLimit,
            $"a mail «{subject}»"))!;

    /// <summary>The raw mail.</summary>
    public async Task<string> SourceAsync(JsonObject mail, CancellationToken ct)
    {
        using var api = Api();
        return await api.GetStringAsync($"/email/{mail["id"]}/source", ct);
    }

    HttpClient Api() => Shop.Graph.App.CreateHttpClient("mail", "http");
}
