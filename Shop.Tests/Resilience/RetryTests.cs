using System.Diagnostics;
using System.Net;

namespace Shop.Tests.Resilience;

public class RetryTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Idempotent_methods_are_retried_until_they_succeed(string method)
    {
        await using var server = await FlakyServer.StartAsync(n => n < 3 ? 503 : 200);
        using var caller = Caller.Impatient();

        Assert.Equal((HttpStatusCode.OK, 3), (await SendAsync(caller, server, method), server.Requests));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_sent_once(string method)
    {
        await using var server = await FlakyServer.StartAsync(_ => 503);
        using var caller = Caller.Impatient();

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, 1),
            (await SendAsync(caller, server, method), server.Requests));
    }

    [Theory]
    [InlineData("Idempotency-Key")]
    [InlineData("Idempotence-Key")]
    [InlineData("X-Request-ID")]
    public async Task A_POST_with_an_idempotency_key_is_retried_with_the_same_body(string header)
    {
        var bodies = new List<string>();
        await using var server = await FlakyServer.StartAsync(async (n, context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            bodies.Add($"{context.Request.Headers[header]} {await reader.ReadToEndAsync()}");
            context.Response.StatusCode = n < 3 ? 500 : 201;
        });
        using var caller = Caller.Impatient();

        Assert.Equal(HttpStatusCode.Created, await SendAsync(caller, server, "POST", header));
        Assert.Equal(["key-1 body", "key-1 body", "key-1 body"], bodies);
    }

    [Theory]
    [InlineData("PUT", false, 1)]
    [InlineData("POST", true, 4)]
    public async Task The_Repeatable_option_overrides_the_method(string method, bool says, int requests)
    {
        await using var server = await FlakyServer.StartAsync(_ => 503);
        using var caller = Caller.Impatient();

        await SendAsync(caller, server, method, says: says);

        Assert.Equal(requests, server.Requests);
    }

    [Fact]
    public async Task Each_attempt_is_a_span_of_its_own_in_the_trace_of_the_call()
    {
        var parents = new List<string>();
        await using var server = await FlakyServer.StartAsync((n, context) =>
        {
            parents.Add($"{context.Request.Headers.TraceParent}");
            context.Response.StatusCode = n < 3 ? 503 : 200;
            return Task.CompletedTask;
        });
        using var caller = Caller.Impatient();
        using var call = new Activity("call").SetIdFormat(ActivityIdFormat.W3C).Start();

        await SendAsync(caller, server, "GET");

        Assert.Equal(3, parents.Distinct().Count());
        Assert.All(parents, parent => Assert.Contains($"-{call.TraceId}-", parent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(304)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task Successful_and_client_error_responses_are_not_retried(int status)
    {
        await using var server = await FlakyServer.StartAsync(_ => status);
        using var caller = Caller.Impatient();

        Assert.Equal(((HttpStatusCode)status, 1), (await SendAsync(caller, server, "GET"), server.Requests));
    }

    [Fact]
    public async Task When_all_attempts_fail_the_last_response_is_returned()
    {
        await using var server = await FlakyServer.StartAsync(_ => 502);
        using var caller = Caller.Impatient(("HttpResilience:MaxRetries", "2"));

        Assert.Equal((HttpStatusCode.BadGateway, 3), (await SendAsync(caller, server, "GET"), server.Requests));
    }

    [Fact]
    public async Task A_retry_waits_for_Retry_After()
    {
        await using var server = await FlakyServer.StartAsync((n, context) =>
        {
            context.Response.StatusCode = n == 1 ? 429 : 200;
            context.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        });
        using var caller = Caller.Impatient();
        var watch = Stopwatch.StartNew();

        Assert.Equal((HttpStatusCode.OK, 2), (await SendAsync(caller, server, "GET"), server.Requests));
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.99), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task A_Retry_After_beyond_the_total_timeout_is_not_awaited()
    {
        await using var server = await FlakyServer.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        using var caller = Caller.Impatient();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1), (await SendAsync(caller, server, "GET"), server.Requests));
    }

    static async Task<HttpStatusCode> SendAsync(
        Caller caller, FlakyServer server, string method, string? key = null, bool? says = null)
    {
        using var request = new HttpRequestMessage(new(method), server.Url);
        if (method is "POST" or "PUT" or "PATCH")
            request.Content = new StringContent("body");
        if (key is not null)
            request.Headers.Add(key, "key-1");
        if (says is { } isRepeatable)
            request.Options.Set(RequestHints.Repeatable, isRepeatable);
        using var response = await caller.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
