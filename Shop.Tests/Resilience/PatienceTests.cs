using System.Diagnostics;
using System.Net;

namespace Shop.Tests.Resilience;

public class PatienceTests
{
    [Fact]
    public async Task A_receiver_that_keeps_failing_is_spared_for_a_while_and_then_tried_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var isWell = false;
        await using var server = await FlakyServer.StartAsync(_ => isWell ? 200 : 500);
        using var caller = Caller.Impatient(("HttpResilience:BreakDuration", "00:00:01"));

        for (var i = 0; i < 20; i++)
            (await caller.Http.PostAsync(server.Url, null, ct)).Dispose();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => caller.Http.PostAsync(server.Url, null, ct));

        Assert.Contains(server.Url.Authority, refused.Message, StringComparison.Ordinal);
        Assert.Equal(20, server.Requests);

        isWell = true;
        var answered = await Eventually.BecomesAsync(() => TryAsync(caller, server.Url, ct), answered => answered, TimeSpan.FromSeconds(10), "an answer after the break");
        Assert.True(answered);
        Assert.Equal(21, server.Requests);
    }

    [Fact]
    public async Task One_that_fails_does_not_keep_us_from_another()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var ill = await FlakyServer.StartAsync(_ => 500);
        await using var well = await FlakyServer.StartAsync(_ => 200);
        using var caller = Caller.Impatient();
        for (var i = 0; i < 20; i++)
            (await caller.Http.PostAsync(ill.Url, null, ct)).Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(() => caller.Http.PostAsync(ill.Url, null, ct));

        using var response = await caller.Http.PostAsync(well.Url, null, ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_given_up_and_made_again()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.StartAsync((n, context) => n == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        using var caller = Caller.Impatient(("HttpResilience:AttemptTimeout", "00:00:00.5"));

        using var response = await caller.Http.GetAsync(server.Url, ct);

        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, server.Requests));
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task What_says_that_it_is_answered_quickly_is_given_up_sooner_and_each_time_later(bool says, int attempts)
    {
        var ct = TestContext.Current.CancellationToken;
        // 100, 200 and 400 ms: the last one is in time.
        await using var server = await FlakyServer.StartAsync((_, context) => Task.Delay(280, context.RequestAborted));
        using var caller = Caller.Impatient(("HttpResilience:QuickAttemptTimeout", "00:00:00.1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Options.Set(new("Quick"), says);

        using var response = await caller.Http.SendAsync(request, ct);

        Assert.Equal((HttpStatusCode.OK, attempts), (response.StatusCode, server.Requests));
    }

    [Fact]
    public async Task A_receiver_that_is_only_too_slow_for_the_first_attempt_is_not_taken_for_ill()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.StartAsync((n, context) => n <= 30 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        using var caller = Caller.Impatient(("HttpResilience:QuickAttemptTimeout", "00:00:00.2"), ("HttpResilience:AttemptTimeout", "00:00:05"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
            request.Options.Set(new("Quick"), true);
            using var response = await caller.Http.SendAsync(request, ct);
            return response.StatusCode;
        }));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Theory]
    [InlineData(true, 200, 2)]
    [InlineData(false, 409, 1)]
    public async Task Only_what_was_given_up_early_conflicts_with_itself(bool isQuick, int status, int requests)
    {
        await using var server = await FlakyServer.StartAsync(n => n == 1 ? 409 : 200);
        using var caller = Caller.Impatient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Options.Set(new("Quick"), isQuick);

        using var response = await caller.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((status, requests), ((int)response.StatusCode, server.Requests));
    }

    [Fact]
    public async Task All_attempts_together_have_to_fit_in_the_total_timeout()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.SilentAsync();
        using var caller = Caller.Impatient(("HttpResilience:AttemptTimeout", "00:00:00.4"), ("HttpResilience:TotalTimeout", "00:00:00.9"), ("HttpResilience:MaxRetries", "10"));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.Http.GetAsync(server.Url, ct));

        // Ten retries would take more than four seconds.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.89), TimeSpan.FromSeconds(4));
        Assert.InRange(server.Requests, 2, 3);
    }

    [Fact]
    public async Task Whoever_no_longer_wants_the_answer_hears_no_excuse()
    {
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var server = await FlakyServer.StartAsync(async (_, context) =>
        {
            await impatience.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var caller = Caller.Impatient();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller.Http.GetAsync(server.Url, impatience.Token));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public void Settings_that_make_no_sense_keep_the_host_from_starting()
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
