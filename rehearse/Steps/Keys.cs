using System.Text;
using System.Text.RegularExpressions;

namespace Rehearsal.Steps;

/// <summary>A new key of the site and new secrets of providers, as after a leak.</summary>
static partial class Keys
{
    public static async Task RotateAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var before = await LoginFormAsync(stage, ct);
        var (payments, mails) = (stage.Parameters["yookassa-secret-key"], stage.Parameters["sendgrid-key"]);
        stage.Secrets.UnionWith([stage.Parameters["site-key"], payments, mails]);
        stage.Parameters["site-key"] = Opening.NewSecret("site-key");
        stage.Parameters["yookassa-secret-key"] = Opening.NewSecret("yookassa-secret-key");
        stage.Parameters["sendgrid-key"] = Opening.NewSecret("sendgrid-key");
        foreach (var host in Manifest.Hosts)
            await Deployed.RestartAsync(stage, host, ct);

        // A form of before is refused, and a new one is accepted by both replicas.
        StepFailedException.If(
            await PostAsync(stage, before, ct) is var old && old < 400, $"A form under the old key is answered {old}.");
        var form = await LoginFormAsync(stage, ct);
        for (var i = 0; i < 2 * Stage.Replicas; i++)
            StepFailedException.If(
                await PostAsync(stage, form, ct) is var status && status != 303 && status != 302,
                $"A form under the new key is answered {status}.");

        var customer = (await Restarts.RegisterAsync(stage, ct))[0];
        var order = await stage.Client.JsonAsync(
            HttpMethod.Post, "/api/orders", ShopClient.Order(stage.Products[0]), customer.Token, ct);
        var payment = await stage.Client.JsonAsync(HttpMethod.Post, "/api/payments/process", new
        {
            order_id = (string)order["id"]!,
            payment_method = "bank_card",
            payment_token = "token-of-the-rehearsal"
        }, customer.Token, ct);
        StepFailedException.If((string?)payment["status"] != "succeeded", $"The payment is {payment["status"]}.");
        await Processes.UntilAsync("a mail is sent with the new key", TimeSpan.FromSeconds(30), async () =>
            await Journal.CountAsync(
                stage, "/v3/mail/send", $"Bearer {stage.Parameters["sendgrid-key"]}", ct) > 0, ct);
        var shopId = stage.Parameters["yookassa-shop-id"];
        var paid = await Journal.CountAsync(
            stage, "/v3/payments.*", Basic(shopId, stage.Parameters["yookassa-secret-key"]), ct);
        StepFailedException.If(paid == 0, "No payment was called with the new key.");
        facts.Add("rotated", "site-key, yookassa-secret-key, sendgrid-key");
    }

    static string Basic(string user, string password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    sealed record Form(string Cookies, Dictionary<string, string> Fields);

    static async Task<Form> LoginFormAsync(Stage stage, CancellationToken ct)
    {
        using var page = await stage.Client.SendAsync(HttpMethod.Get, "/login", null, null, null, ct);
        var html = await page.Content.ReadAsStringAsync(ct);
        var form = Forms().Matches(html).Select(match => match.Value)
            .First(form => form.Contains("type=\"password\"", StringComparison.Ordinal));
        var fields = Inputs().Matches(form).Select(match => match.Value)
            .Where(input => Name().IsMatch(input))
            .GroupBy(input => Name().Match(input).Groups[1].Value)
            .ToDictionary(
                inputs => inputs.Key,
                inputs => System.Net.WebUtility.HtmlDecode(Value().Match(inputs.First()).Groups[1].Value));
        foreach (var name in fields.Keys.ToList())
            if (name.EndsWith("Email", StringComparison.Ordinal))
                fields[name] = stage.Admin.Email;
            else if (name.EndsWith("Password", StringComparison.Ordinal))
                fields[name] = stage.Admin.Password;
        var cookies = page.Headers.TryGetValues("Set-Cookie", out var set) ? set : [];
        return new(string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0])), fields);
    }

    static async Task<int> PostAsync(Stage stage, Form form, CancellationToken ct)
    {
        var content = new FormUrlEncodedContent(form.Fields);
        using var answer = await stage.Client.SendAsync(
            HttpMethod.Post, "/login", content, null, null, ct, form.Cookies);
        return (int)answer.StatusCode;
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex("value=\"([^\"]*)\"")]
    private static partial Regex Value();
}
