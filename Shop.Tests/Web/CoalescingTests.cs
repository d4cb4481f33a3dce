using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Internal;
using Microsoft.Extensions.Time.Testing;
using Shop.Web.Components;

namespace Shop.Tests.Web;

/// <summary>
/// Many concurrent visitors of one page: the site requests once what is the same for all of them. The site is in this
/// process, and its clock stands still, so that the number of requests does not depend on the speed of the machine.
/// </summary>
public sealed class CoalescingTests : IAsyncLifetime
{
    const int Visitors = 200;
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    readonly CatalogApiStub _api = new();
    readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    FakeApi _server = null!;
    WebApplicationFactory<App> _site = null!;
    Uri _address = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApi.StartAsync(_api.AnswerAsync, TestContext.Current.CancellationToken);
        _site = new WebApplicationFactory<App>().WithWebHostBuilder(site => site
            .UseSetting("OTEL_SDK_DISABLED", "true")
            .UseSetting("Pilot:Requests:Enabled", "false")
            .UseSetting("services:api:http:0", _server.Address.ToString())
            .ConfigureTestServices(services => services
                .AddSingleton<TimeProvider>(_time)
                .Configure<MemoryCacheOptions>(memory => memory.Clock = new Clock(_time))));
        _site.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _site.StartServer();
        _address = _site.ClientOptions.BaseAddress;
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/catalog?category=books")]
    [InlineData("/products/")]
    public async Task Concurrent_visitors_share_responses(string path)
    {
        var ct = TestContext.Current.CancellationToken;
        path = path == "/products/" ? path + CatalogApiStub.Id : path;
        using var first = new Visitor(_address);
        var alone = await first.VisitAsync(path, ct);
        await MakePopularAsync(path, ct);

        var pages = await VisitAsync(path, ct);

        Assert.NotEmpty(_api.Requests);
        Assert.All(_api.Requests.CountBy(request => request.Address), request => Assert.Equal(1, request.Value));
        Assert.All(_api.Requests, request => Assert.Equal((null, null), (request.Bearer, request.Cart)));
        Assert.All(pages, page => Assert.Equal(Common(alone), Common(page)));
    }

    [Fact]
    public async Task Visitors_who_leave_do_not_cancel_the_request_of_others()
    {
        var ct = TestContext.Current.CancellationToken;
        var path = $"/products/{CatalogApiStub.Id}";
        await MakePopularAsync(path, ct);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var answer = new TaskCompletionSource();
        _api.MayAnswer = answer.Task;
        var leave = VisitAsync(path, leaving.Token);
        await Eventually.WaitUntilTrueAsync(() => !_api.Requests.IsEmpty, WaitLimit, "a request to the API");
        var stay = VisitAsync(path, ct);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leave);
        answer.SetResult();

        Assert.All(await stay, page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.Single(_api.Requests);
    }

    /// <summary>Only frequent requests share a response. These visits make them frequent; then it expires.</summary>
    async Task MakePopularAsync(string path, CancellationToken ct)
    {
        await VisitAsync(path, ct);
        _time.Advance(TimeSpan.FromMilliseconds(251));
        _api.Requests.Clear();
    }

    Task<Page[]> VisitAsync(string path, CancellationToken ct) =>
        Task.WhenAll(Enumerable.Range(0, Visitors).Select(async _ =>
        {
            using var visitor = new Visitor(_address);
            return await visitor.VisitAsync(path, ct);
        }));

    // Everything but the antiforgery token, which no two visitors share.
    static string Common(Page page) =>
        Regex.Replace(page.Html, "name=\"__RequestVerificationToken\" value=\"[^\"]*\"", "");

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _server.DisposeAsync();
    }

    sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
