using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shop.Database;

namespace Rehearsal.Steps;

/// <summary>From the manifest to a shop that has an admin and goods.</summary>
static partial class Opening
{
    public const int Products = 20;

    public static async Task ReadManifestAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        stage.Manifest = await Manifest.PublishAsync(stage, ct);
        var deployed = stage.Manifest.Deployed.Order().ToList();
        StepFailedException.If(
            !deployed.SequenceEqual(Manifest.Hosts.Order()), $"Deployed would be {string.Join(", ", deployed)}.");
        var external = Manifest.Hosts.Where(stage.Manifest.IsExternal).ToList();
        StepFailedException.If(external is not ["web"], $"External would be {string.Join(", ", external)}.");

        var given = stage.ParameterFile is { } file
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(file.FullName, ct))!
            : [];
        foreach (var (name, isSecret, value) in stage.Manifest.Parameters)
            stage.Parameters[name] = given.GetValueOrDefault(name) ?? ValueOf(stage, name) ?? value ?? "";
        var unknown = given.Keys.Except(stage.Parameters.Keys).ToList();
        StepFailedException.If(unknown.Count > 0, $"The manifest has no parameter {string.Join(", ", unknown)}.");
        facts.Add("parameters", stage.Parameters.Count);
        var parameters = Path.Combine(stage.Data, "parameters.json");
        await File.WriteAllTextAsync(parameters, JsonSerializer.Serialize(stage.Parameters), ct);
        File.SetUnixFileMode(parameters, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>One provider of each kind or two, with keys that are as long and random as real ones.</summary>
    static string? ValueOf(Stage stage, string parameter) => parameter switch
    {
        "shopdb" => stage.Servers.PostgresOf("shopdb"),
        "redis" => stage.Servers.Redis,
        "rabbitmq" => stage.Servers.RabbitMQ,
        "site-address" => $"https://{Stage.PublicName}",
        "founder-email" => stage.Admin.Email,
        "mail-from" => "sender@shop-rehearsal.test",
        "alert-email" => "alerts@shop-rehearsal.test",
        "contact-phone" => "+74950001122",
        // The ingress and the site are at this address, and every client at another one of 127.0.0.0/8.
        "ingress-network" or "environment-network" => "127.0.0.1/32",
        "yookassa-shop-id" => "500100",
        "github-repository" => "shop-rehearsal/shop",
        "yookassa-secret-key" or "stripe-secret-key" or "stripe-webhook-secret" or "sendgrid-key" or "cdek-client-id"
            or "cdek-client-secret" or "github-token" => NewSecret(parameter),
        _ => null
    };

    public static string NewSecret(string parameter)
    {
        var prefix = parameter switch
        {
            "stripe-secret-key" => "sk_live_",
            "stripe-webhook-secret" => "whsec_",
            _ => $"{parameter}-"
        };
        return prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    }

    public static async Task StartAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var host in Manifest.Hosts)
        {
            stage.Hosts[host] = [.. Enumerable.Range(0, Stage.Replicas).Select(i => Deployed.Create(stage, host, i))];
            foreach (var replica in stage.Hosts[host])
                Deployed.Start(stage, host, replica);
        }
        foreach (var replica in stage.AllHosts)
            await replica.WaitUntilReadyAsync(ct);
        facts.Seconds("all ready after", Stopwatch.GetElapsedTime(began));
        // Both workers began to migrate at the same time.
        var applied = await stage.Database.ScalarAsync<long>($"select count(*) from public.migrations", ct);
        StepFailedException.If(applied != Migrator.Names.Count, $"{applied} migrations are applied.");
        var goods = await stage.Database.ScalarAsync<long>(
            $"select (select count(*) from catalog.products) + (select count(*) from inventory.stock)", ct);
        StepFailedException.If(goods != 0, $"A new deployment has {goods} rows of sample goods.");
        facts.Add("migrations", applied);
    }

    public static async Task PrepareAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var founder = await stage.Client.RegisterAsync(stage.Admin.Email, stage.Admin.Password, ct);
        stage.Secrets.Add(stage.Admin.Password);
        stage.Secrets.Add(founder.Token);
        var link = await MailedLinkAsync(stage, stage.Admin.Email, ct);
        StepFailedException.If(
            link.GetLeftPart(UriPartial.Authority) != $"https://{Stage.PublicName}", $"A mail links to {link}.");
        var token = Uri.UnescapeDataString(link.Query[(link.Query.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        stage.Secrets.Add(token);
        await stage.Client.JsonAsync(HttpMethod.Post, "/api/auth/verify-email", new { token }, null, ct);
        var admin = await stage.Client.LoginAsync(stage.Admin.Email, stage.Admin.Password, ct);
        for (var i = 0; i < Products; i++)
        {
            var product = await stage.Client.JsonAsync(HttpMethod.Post, "/api/products", new
            {
                name = $"Лампа {i}",
                description = "Светит.",
                price = 490 + i,
                sku = $"LAMP-{i}",
                quantity = 1_000_000,
                category = "Home",
                weight = 0.5
            }, admin, ct);
            stage.Products.Add((Guid)product["id"]!);
        }
        facts.Add("mails link to", link.GetLeftPart(UriPartial.Authority));
        for (var i = 0; i < 2 * Stage.Replicas; i++)
            await WaitForQuoteAsync(stage, ct);
    }

    /// <summary>The stubs have just started: a first answer may take longer than a customer waits.</summary>
    static Task WaitForQuoteAsync(Stage stage, CancellationToken ct) =>
        Processes.UntilAsync("the carrier quotes a price", TimeSpan.FromSeconds(30), async () =>
        {
            var destination = new { city = "Тверь", postal_code = "170000" };
            using var answer = await stage.Client.SendAsync(
                HttpMethod.Post, "/api/shipping/calculate", new { destination }, null, null, ct);
            var quotes = answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!["quotes"]?.AsArray()
                : null;
            return quotes?.Any(quote => (string?)quote!["carrier"] == "cdek") == true;
        }, ct);

    /// <summary>The link in the mail that the provider's stub has accepted for this address.</summary>
    static async Task<Uri> MailedLinkAsync(Stage stage, string email, CancellationToken ct)
    {
        Uri? link = null;
        await Processes.UntilAsync($"a mail to {email} is sent", TimeSpan.FromSeconds(30), async () =>
        {
            var mails = await Journal.FindAsync(stage, "/v3/mail/send", email, ct);
            link = mails.Select(mail => Link().Match(mail)).Where(match => match.Success)
                .Select(match => new Uri(match.Value)).FirstOrDefault();
            return link is not null;
        }, ct);
        return link!;
    }

    public static async Task RefuseAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        (string Host, string Name, string Value)[] leftovers =
        [
            ("api", "Accounts__GrantRolesOnRegistration", "true"),
            ("api", "Accounts__StaffEmails__0", "test@example.com"),
            ("worker", "Payments__YooKassa__BaseAddress", "http://localhost:8080"),
            ("worker", "Database__SampleGoods", "true"),
            ("web", "Staff__DashboardAddress", "http://localhost:15080")
        ];
        var began = Stopwatch.GetTimestamp();
        foreach (var (i, (host, name, value)) in leftovers.Index())
        {
            await using var replica = Deployed.Create(stage, host, Stage.Replicas + i, "-refused");
            var environment = Deployed.EnvironmentOf(stage, host, replica.Port);
            environment[name] = value;
            replica.Start(environment);
            var code = await replica.WaitForExitAsync(ct);
            var log = await File.ReadAllTextAsync(Path.Combine(stage.Logs, $"{replica.Name}.log"), ct);
            var setting = name.Replace("__", ":", StringComparison.Ordinal);
            StepFailedException.If(
                code == 0 || !log.Contains(setting, StringComparison.Ordinal), $"{host} accepts {name}={value}.");
        }
        facts.Add("refused", leftovers.Length);
        facts.Seconds("in", Stopwatch.GetElapsedTime(began));
    }

    [GeneratedRegex(@"https?://[^\s""'\\<>]+\?token=[^\s""'\\<>&]+")]
    private static partial Regex Link();
}

/// <summary>What the stub that plays all providers was asked.</summary>
static class Journal
{
    /// <summary>The bodies of requests to this path whose body contains this text.</summary>
    public static async Task<List<string>> FindAsync(Stage stage, string path, string text, CancellationToken ct) =>
        [.. (await AskAsync(stage, new { urlPath = path, bodyPatterns = new[] { new { contains = text } } }, ct))
            .Select(request => (string)request!["body"]!)];

    /// <summary>How many requests to paths like this had this authorization.</summary>
    public static async Task<int> CountAsync(Stage stage, string pattern, string authorization, CancellationToken ct)
    {
        var headers = new { Authorization = new { equalTo = authorization } };
        return (await AskAsync(stage, new { urlPathPattern = pattern, headers }, ct)).Count;
    }

    static async Task<JsonArray> AskAsync(Stage stage, object criteria, CancellationToken ct)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(
            $"http://127.0.0.1:{stage.Servers.WireMockPort}/__admin/requests/find", criteria, ct);
        var found = await answer.Content.ReadFromJsonAsync<JsonObject>(ct);
        return found?["requests"]?.AsArray()
            ?? throw new StepFailedException($"WireMock answered {answer.StatusCode}.");
    }
}
