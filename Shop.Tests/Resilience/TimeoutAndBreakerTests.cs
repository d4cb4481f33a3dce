using System.Diagnostics;
using System.Net;

namespace Shop.Tests.Resilience;

public class TimeoutAndBreakerTests
{
    [Fact]
    public async Task The_breaker_opens_for_a_failing_server_and_closes_after_the_break()
    {
        var ct = TestContext.Current.CancellationToken;
        var isHealthy = false;
        await using var server = await FlakyServer.StartAsync(_ => isHealthy ? 200 : 500);
        using var caller = Caller.Impatient(("HttpResilience:BreakDuration", "00:00:01"));

        for (var i = 0; i < 20; i++)
            (await caller.Http.PostAsync(server.Url, null, ct)).Dispose();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => caller.Http.PostAsync(server.Url, null, ct));

        Assert.Contains(server.Url.Authority, refused.Message, StringComparison.Ordinal);
        Assert.Equal(20, server.Requests);

        isHealthy = true;
        var answered = await Eventually.WaitUntilAsync(
            () => TryAsync(caller, server.Url, ct),
            answered => answered,
            TimeSpan.FromSeconds(10),
            "an answer after the break");
        Assert.True(answered);
        Assert.Equal(21, server.Requests);
    }

    [Fact]
    public async Task A_failing_server_does_not_open_the_breaker_of_another()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var failing = await FlakyServer.StartAsync(_ => 500);
        await using var healthy = await FlakyServer.StartAsync(_ => 200);
        using var caller = Caller.Impatient();
        for (var i = 0; i < 20; i++)
            (await caller.Http.PostAsync(failing.Url, null, ct)).Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(() => caller.Http.PostAsync(failing.Url, null, ct));

        using var response = await caller.Http.PostAsync(healthy.Url, null, ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_hanging_attempt_times_out_and_is_retried()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.StartAsync(
            (n, context) => n == 1 ? FlakyServer.NeverAsync(context) : Task.CompletedTask);
        using var caller = Caller.Impatient(("HttpResilience:AttemptTimeout", "00:00:00.5"));

        using var response = await caller.Http.GetAsync(server.Url, ct);

        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, server.Requests));
    }

    [Theory]
    [InlineData(true, 2, 0.3)]
    [InlineData(false, 1, 0.8)]
    public async Task Attempts_of_a_quick_request_have_short_and_growing_timeouts(
        bool isQuick,
        int unanswered,
        double seconds)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.StartAsync(
            (n, context) => n <= unanswered ? FlakyServer.NeverAsync(context) : Task.CompletedTask);
        // The timeouts of quick attempts are 0.1 and 0.2 seconds.
        using var caller = Caller.Impatient(
            ("HttpResilience:QuickAttemptTimeout", "00:00:00.1"), ("HttpResilience:AttemptTimeout", "00:00:00.8"));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Options.Set(RequestHints.Quick, isQuick);
        var watch = Stopwatch.StartNew();

        using var response = await caller.Http.SendAsync(request, ct);

        Assert.Equal((HttpStatusCode.OK, unanswered + 1), (response.StatusCode, server.Requests));
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.98 * seconds), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task Timeouts_of_first_quick_attempts_do_not_open_the_breaker()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.StartAsync(
            (n, context) => n <= 30 ? FlakyServer.NeverAsync(context) : Task.CompletedTask);
        using var caller = Caller.Impatient(
            ("HttpResilience:QuickAttemptTimeout", "00:00:00.2"), ("HttpResilience:AttemptTimeout", "00:00:05"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
            request.Options.Set(RequestHints.Quick, true);
            using var response = await caller.Http.SendAsync(request, ct);
            return response.StatusCode;
        }));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Theory]
    [InlineData(true, 200, 2)]
    [InlineData(false, 409, 1)]
    public async Task Only_a_quick_request_retries_a_409(bool isQuick, int status, int requests)
    {
        await using var server = await FlakyServer.StartAsync(n => n == 1 ? 409 : 200);
        using var caller = Caller.Impatient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Options.Set(RequestHints.Quick, isQuick);

        using var response = await caller.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((status, requests), ((int)response.StatusCode, server.Requests));
    }

    [Fact]
    public async Task The_total_timeout_covers_all_attempts()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.SilentAsync();
        using var caller = Caller.Impatient(
            ("HttpResilience:AttemptTimeout", "00:00:00.5"),
            ("HttpResilience:TotalTimeout", "00:00:00.9"),
            ("HttpResilience:MaxRetries", "10"));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.Http.GetAsync(server.Url, ct));

        // Ten retries would take more than five seconds. On a busy machine the second attempt may not arrive in time.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.89), TimeSpan.FromSeconds(5));
        Assert.InRange(server.Requests, 1, 2);
    }

    [Fact]
    public async Task A_cancelled_request_throws_OperationCanceledException()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var server = await FlakyServer.StartAsync(async (_, context) =>
        {
            await cancellation.CancelAsync();
            await FlakyServer.NeverAsync(context);
        });
        using var caller = Caller.Impatient();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => caller.Http.GetAsync(server.Url, cancellation.Token));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public void Invalid_settings_are_refused_at_startup()
    {
        using var caller = Caller.Impatient(("HttpResilience:MaxRetries", "0"));

        var refused = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(caller.Start);

        Assert.Contains("MaxRetries", refused.Message, StringComparison.Ordinal);
    }

    static async Task<bool> TryAsync(Caller caller, Uri url, CancellationToken ct)
    {
        try
        {
            using var response = await caller.Http.PostAsync(url, null, ct);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
