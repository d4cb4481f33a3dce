using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Shop.Pilot.Health;
using Shop.Tests.Web;

namespace Shop.Tests.Pilot.Health;

public class HealthCheckTests(ShopFixture shop)
{
    // What other tests report must not count.
    static readonly CheckOptions Limits = new()
    {
        ErrorsPerDay = int.MaxValue,
        UnresolvedCritical = int.MaxValue
    };

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_healthy_shop_passes_and_the_report_says_so()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():n}.json");
        try
        {
            var program = await ChecksProgram.RunAsync(
                Ct, "check", $"{shop.Web.BaseAddress}", "--json", file, "--errors", "1000000", "--critical", "1000000");

            Assert.True(program.ExitCode == 0, program.Output + program.Errors);
            Assert.DoesNotContain('\e', program.Output);
            Assert.Matches("PASS +main page +[0-9,]+ ms", program.Output);
            var report = JsonNode.Parse(await File.ReadAllTextAsync(file, Ct))!;
            Assert.True((bool)report["passed"]!);
            var checks = report["checks"]!.AsArray().ToDictionary(check => (string)check!["name"]!);
            Assert.Equal(0, (int)report["summary"]!["FAIL"]! + (int)report["summary"]!["ERROR"]!);
            Assert.Superset(
                new HashSet<string>(["search", "static files", "database", "cache", "broker", "workers", "orders API"]),
                checks.Keys.ToHashSet());
            var requests = checks.Values.SelectMany(check => check!["requests"]!.AsArray()).ToList();
            Assert.True(requests.Count > 60, $"{requests.Count}");
            var orders = Assert.Single(requests, request => (string)request!["request"]! == "GET /api/orders")!;
            Assert.Equal(("401", "401"), ((string)orders["expected"]!, (string)orders["actual"]!));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The request that is answered otherwise, the check that notices it, and what it says.</summary>
    public static TheoryData<string, string, CheckStatus, string> Faults => new()
    {
        { "GET / 500", "main page", CheckStatus.Fail, "answered 500 instead of 200" },
        { "GET /catalog 200 text", "catalog page", CheckStatus.Fail, "instead of text/html" },
        { "GET / 200 text", "security headers", CheckStatus.Fail, "no strict Content-Security-Policy" },
        { "GET /api/categories 200 [{\"id\":1}", "catalog API", CheckStatus.Fail, "not JSON" },
        {
            "GET /api/categories 200 [{\"id\":1,\"name\":\"a\"}]",
            "catalog API", CheckStatus.Fail, "lacks slug, product_count"
        },
        { "GET /api/products 200 []", "search", CheckStatus.Fail, "lists no product" },
        { "GET /api/orders 200 []", "orders API", CheckStatus.Fail, "answered 200 instead of 401" },
        {
            "GET /api/health 503 {\"postgres\":true,\"redis\":false}",
            "cache", CheckStatus.Fail, "redis is not available"
        },
        { "GET /api/health 200 {\"postgres\":true}", "broker", CheckStatus.Fail, "does not say how rabbitmq is" },
        { "GET /api/cart drop", "cart API", CheckStatus.Error, "GET /api/cart was not answered" },
        { "POST /api/payments/create wait", "payments API", CheckStatus.Error, "not answered within 0.5 s" },
        {
            "GET /api/feedback/errors/statistics 200 {\"unresolved_critical\":7,\"total_errors\":2}",
            "unresolved critical", CheckStatus.Fail, "7 unresolved critical errors, more than 3"
        },
        {
            "GET /api/feedback/errors/statistics 200 {\"unresolved_critical\":0,\"total_errors\":900}",
            "error rate", CheckStatus.Fail, "900 errors within a day, more than 800"
        },
        { "GET /api/feedback/errors/statistics 401", "error rate", CheckStatus.Skip, "not public" }
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_fails_its_check_only(string fault, string check, CheckStatus status, string detail)
    {
        var (method, path, answer) = fault.Split(' ', 3) is [var verb, var target, var rest]
            ? (verb, target, rest)
            : default;
        await using var broken = await MisbehavingShop.StartAsync(
            shop, path, http => MisbehaveAsync(http, answer), Ct, method);
        using var http = HealthChecker.NewClient(broken.Address);
        var limits = new CheckOptions { ErrorsPerDay = 800, UnresolvedCritical = 3 };
        if (answer == "wait")
            limits.Timeout = TimeSpan.FromSeconds(0.5);

        var report = await new HealthChecker(http, limits, TimeProvider.System).RunAsync(Ct);

        var result = report.Checks.Single(result => result.Name == check);
        Assert.Equal(status, result.Status);
        Assert.Contains(detail, result.Detail, StringComparison.Ordinal);
        Assert.Equal(status == CheckStatus.Skip, result.Remedy is null);
        Assert.Equal(status == CheckStatus.Skip || report.Passed, report.Passed);
        var site = report.Checks.Single(other => other.Name == "site");
        Assert.Equal(CheckStatus.Pass, site.Status);
    }

    [Theory]
    [InlineData("Лампа для дачи", "Лампа")]
    [InlineData("A 5 W/h lantern, blue", "blue")]
    [InlineData("../../etc/passwd", null)]
    public void A_search_is_for_a_word_that_the_index_knows(string name, string? word) =>
        Assert.Equal(word, PageChecks.WordOf(name));

    [Fact]
    public async Task A_page_and_a_search_that_take_too_long_fail()
    {
        using var http = HealthChecker.NewClient(shop.Web.BaseAddress!);
        var limits = new CheckOptions { PageTime = TimeSpan.FromTicks(1), SearchTime = TimeSpan.FromTicks(1) };

        var report = await new HealthChecker(http, limits, TimeProvider.System).RunAsync(Ct);

        Assert.All(
            report.Checks.Where(check => check.Name is "main page" or "catalog page" or "product page" or "search"),
            check =>
            {
                Assert.Equal(CheckStatus.Fail, check.Status);
                Assert.Contains("more than 0 s", check.Detail, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task The_exit_code_tells_a_broken_shop_from_wrong_use()
    {
        await using var broken = await MisbehavingShop.StartAsync(shop, "/", http => MisbehaveAsync(http, "500"), Ct);

        var failed = await ChecksProgram.RunAsync(Ct, "check", $"{broken.Address}");
        var nobody = await ChecksProgram.RunAsync(Ct, "check", "http://127.0.0.1:1");
        var noAddress = await ChecksProgram.RunAsync(Ct, "check");
        var badAddress = await ChecksProgram.RunAsync(Ct, "check", "shop.example");
        var badOption = await ChecksProgram.RunAsync(Ct, "check", $"{broken.Address}", "--page", "soon");
        var help = await ChecksProgram.RunAsync(Ct, "check", "--help");

        Assert.Equal(
            [1, 1, 2, 2, 2, 0],
            (int[])[
                failed.ExitCode, nobody.ExitCode, noAddress.ExitCode, badAddress.ExitCode, badOption.ExitCode,
                help.ExitCode
            ]);
        Assert.Matches("FAIL +main page .*answered 500", failed.Output);
        Assert.Contains("-> Look at the log", failed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PASS", nobody.Output, StringComparison.Ordinal);
        Assert.Contains("is not an address", badAddress.Errors, StringComparison.Ordinal);
        Assert.Contains("needs a number of seconds", badOption.Errors, StringComparison.Ordinal);
        Assert.Contains("--json", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_fails_over_https()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(5).AddHours(1));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        await using var server = builder.Build();
        server.Run(http => http.AnswerAsync(200, "{}"));
        await server.StartAsync(Ct);
        using var http = HealthChecker.NewClient(new(server.Urls.Single()));

        var report = await new HealthChecker(http, Limits, TimeProvider.System).RunAsync(Ct);

        var result = report.Checks.Single(check => check.Name == "certificate");
        Assert.Equal(CheckStatus.Fail, result.Status);
        Assert.Contains("valid for 5 more days, fewer than 14", result.Detail, StringComparison.Ordinal);
        Assert.Contains("do not trust the certificate", result.Detail, StringComparison.Ordinal);
    }

    static async Task MisbehaveAsync(HttpContext http, string answer)
    {
        switch (answer)
        {
            case "drop":
                http.Abort();
                break;
            case "wait":
                var gone = new TaskCompletionSource();
                await using (http.RequestAborted.Register(gone.SetResult))
                    await gone.Task;
                break;
            default:
                await http.AnswerAsync(
                    int.Parse(answer[..3], System.Globalization.CultureInfo.InvariantCulture), answer[3..].Trim());
                break;
        }
    }
}
