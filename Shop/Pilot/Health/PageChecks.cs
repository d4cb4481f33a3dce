using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shop.Pilot.Health;

/// <summary>The pages of the site, and what a browser needs with them.</summary>
public static partial class PageChecks
{
    const string SlowOrBroken =
        "Look at the log and the traces of the site (web) and then of the API: one of the two is slow or fails.";

    internal static Check Certificate { get; } = new(
        "certificate",
        "Renew the TLS certificate of the site's address, and find out why it was not renewed by itself.",
        CheckCertificateAsync);

    internal static IReadOnlyList<Check> All { get; } =
    [
        new("site", "Start the site (web), or see in its log why it does not start.", (probe, ct) =>
            probe.GetAsync("/health", ct)),
        new("main page", SlowOrBroken, (probe, ct) => CheckPageAsync(probe, "/", ct)),
        new("catalog page", SlowOrBroken, (probe, ct) => CheckPageAsync(probe, "/catalog", ct)),
        new("product page", SlowOrBroken, CheckProductPageAsync),
        new("search", "Look at a trace of the search: the SQL of the catalog is slow, or its index is missing.",
            CheckSearchAsync),
        new("static files", "Deploy the site again: files that its pages refer to are missing.", CheckStaticFilesAsync),
        new("security headers", "Find the proxy that removes the headers, or the site's page that does not set them.",
            CheckHeadersAsync),
        Certificate
    ];

    static async Task<Answer> CheckPageAsync(Probe probe, string path, CancellationToken ct)
    {
        var page = await probe.GetAsync(path, ct);
        probe.MustBeWithin(page, probe.Limits.PageTime);
        if (page.IsSuccess)
        {
            probe.MustBe(page, "text/html");
            if (!page.Text.Contains("</html>", StringComparison.OrdinalIgnoreCase))
                probe.Fault($"{page.Request} answered a page without an end.");
        }
        return page;
    }

    static async Task CheckProductPageAsync(Probe probe, CancellationToken ct)
    {
        if (await FirstProductAsync(probe, ct) is { } product)
            await CheckPageAsync(probe, $"/products/{product.Id}", ct);
    }

    static async Task CheckSearchAsync(Probe probe, CancellationToken ct)
    {
        if (await FirstProductAsync(probe, ct) is not { } product)
            return;
        var word = WordOf(product.Name);
        var text = Uri.EscapeDataString(word ?? product.Name);
        var found = await probe.GetAsync($"/api/products?limit=5&search={text}", ct);
        probe.MustBeWithin(found, probe.Limits.SearchTime);
        if (found.IsSuccess && word is not null && probe.Json(found) is { } list
            && (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0))
        {
            probe.Fault($"{found.Request} does not find the product whose name has this word.");
        }
        var page = await probe.GetAsync($"/catalog?search={text}", ct);
        probe.MustBeWithin(page, probe.Limits.SearchTime);
    }

    /// <summary>The longest word. "etc" of "/etc/passwd" is none: to the index the whole of it is one.</summary>
    public static string? WordOf(string name) => Word().Matches(name).MaxBy(word => word.Length)?.Value;

    static async Task CheckStaticFilesAsync(Probe probe, CancellationToken ct)
    {
        var page = await probe.GetAsync("/", ct);
        if (!page.IsSuccess)
            return;
        var styles = Style().Match(page.Text).Groups[1].Value;
        var script = Script().Match(page.Text).Groups[1].Value;
        if (styles == "" || script == "")
            probe.Fault("The main page refers to no style sheet or no script.");
        if (styles != "" && await probe.GetAsync(styles, ct) is { IsSuccess: true } css)
            probe.MustBe(css, "text/css");
        if (script != "" && await probe.GetAsync(script, ct) is { IsSuccess: true } js)
            probe.MustBe(js, "text/javascript");
    }

    static async Task CheckHeadersAsync(Probe probe, CancellationToken ct)
    {
        var page = await probe.GetAsync("/", ct);
        var policy = page.Header("Content-Security-Policy") ?? "";
        if (!policy.Contains("script-src", StringComparison.Ordinal)
            || policy.Contains("unsafe", StringComparison.Ordinal))
        {
            probe.Fault("The main page has no strict Content-Security-Policy.");
        }
        if (page.Header("X-Content-Type-Options") != "nosniff")
            probe.Fault("The main page lacks X-Content-Type-Options: nosniff.");
        if (page.Header("Referrer-Policy") is null)
            probe.Fault("The main page lacks a Referrer-Policy.");
        if (probe.Http.BaseAddress!.Scheme == Uri.UriSchemeHttps && page.Header("Strict-Transport-Security") is null)
            probe.Fault("The main page lacks Strict-Transport-Security.");
    }

    static async Task CheckCertificateAsync(Probe probe, CancellationToken ct)
    {
        var address = probe.Http.BaseAddress!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(probe.Limits.Timeout);
        var problems = SslPolicyErrors.None;
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(address.Host, address.Port, patience.Token);
            // The certificate is looked at whether or not it is trusted: the check says what is wrong with it.
#pragma warning disable CA5359
            await using var tls = new SslStream(connection.GetStream(), false, (_, _, _, errors) =>
            {
                problems = errors;
                return true;
            });
#pragma warning restore CA5359
            await tls.AuthenticateAsClientAsync(new() { TargetHost = address.Host }, patience.Token);
            if (problems != SslPolicyErrors.None)
                probe.Fault($"Browsers do not trust the certificate: {problems}.");
            using var certificate = X509CertificateLoader.LoadCertificate(
                tls.RemoteCertificate!.Export(X509ContentType.Cert));
            var days = (certificate.NotAfter.ToUniversalTime() - TimeProvider.System.GetUtcNow()).TotalDays;
            if (days < probe.Limits.CertificateDays)
            {
                probe.Fault($"The certificate is valid for {Math.Floor(days)} more days, fewer than "
                    + $"{probe.Limits.CertificateDays}.");
            }
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new NoAnswerException($"{address.Authority} offers no TLS connection: {e.Message}");
        }
    }

    /// <summary>Null, and a fault, when there is none.</summary>
    internal static async Task<Product?> FirstProductAsync(Probe probe, CancellationToken ct)
    {
        var answer = await probe.GetAsync("/api/products?limit=1&sort=name&in_stock=true", ct);
        if (!answer.IsSuccess || probe.Json(answer) is not { } list)
            return null;
        if (list is { ValueKind: JsonValueKind.Array } && list.GetArrayLength() > 0
            && list[0] is { ValueKind: JsonValueKind.Object } product
            && product.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            && product.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
        {
            return new(id.GetString()!, name.GetString()!);
        }
        probe.Fault($"{answer.Request} lists no product.");
        return null;
    }

    internal sealed record Product(string Id, string Name);

    [GeneratedRegex(@"(?<!\S)\p{L}{3,}(?!\S)")]
    private static partial Regex Word();

    // <link rel="stylesheet" href="/site.abc123.css">
    [GeneratedRegex("<link[^>]+href=\"([^\"]+\\.css[^\"]*)\"")]
    private static partial Regex Style();

    [GeneratedRegex("<script[^>]+src=\"([^\"]+\\.js[^\"]*)\"")]
    private static partial Regex Script();
}
