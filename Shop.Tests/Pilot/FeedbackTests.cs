using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Pilot;

public class FeedbackTests(ShopFixture shop)
{
    const string Public = "/api/feedback/errors/public";
    const string WithReporter = "/api/feedback/errors";
    const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Anybody_can_report_a_problem_with_a_title_and_a_description()
    {
        var ct = TestContext.Current.CancellationToken;
        using var somebody = From(1);

        using var response = await somebody.PostAsJsonAsync(
            Public, new { title = "Корзина", description = "Не открывается." }, ct);

        var answer = await response.AnswerAsync(HttpStatusCode.Created, ct);
        Assert.Equal(["id", "status"], answer.Select(field => field.Key));
        Assert.Equal("created", (string)answer["status"]!);
        Assert.Equal("new other medium Корзина Не открывается. - -", await StoredAsync((Guid)answer["id"]!, ct));
    }

    [Fact]
    public async Task A_program_that_fills_in_every_field_is_answered_and_its_report_is_not_kept()
    {
        var ct = TestContext.Current.CancellationToken;
        var title = $"Buy {Guid.CreateVersion7():N}";
        using var program = From(9);

        using var response = await program.PostAsJsonAsync(
            Public, new { title, description = "Cheap", website = "https://spam.example" }, ct);

        await response.AnswerAsync(HttpStatusCode.Created, ct);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>(
            $"select count(*) from pilot.error_reports where title = {title}", ct));
    }

    [Fact]
    public async Task A_signed_in_reporter_gets_the_whole_report_back()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);

        using var response = await customer.Api.PostAsJsonAsync(WithReporter, new
        {
            title = "Итог",
            description = "Две лампы по цене одной.",
            steps_to_reproduce = "Добавить дважды",
            expected_behavior = "201",
            actual_behavior = "100.50",
            category = "functionality",
            severity = "high",
            module = "carts",
            url = "https://shop.example/cart",
            user_agent = "Mozilla/5.0",
            browser = "Firefox 143",
            operating_system = "Linux",
            trace_id = TraceId
        }, ct);

        var report = await response.AnswerAsync(HttpStatusCode.Created, ct);
        Assert.Equal($"/api/feedback/errors/{report["id"]}", response.Headers.Location!.OriginalString);
        Assert.Equal(
            ("new", "functionality", "high", "carts", TraceId),
            (
                (string)report["status"]!,
                (string)report["category"]!,
                (string)report["severity"]!,
                (string)report["module"]!,
                (string)report["trace_id"]!));
        Assert.Equal((customer.Id, customer.Email), ((Guid)report["reporter_id"]!, (string)report["user_email"]!));
        Assert.Equal(
            $"new functionality high Итог Две лампы по цене одной. {customer.Id} {TraceId}",
            await StoredAsync((Guid)report["id"]!, ct));
    }

    [Fact]
    public async Task A_report_without_a_token_names_no_reporter()
    {
        var ct = TestContext.Current.CancellationToken;
        using var somebody = From(2);

        using var response = await somebody.PostAsJsonAsync(
            WithReporter, new { title = "Итог", description = "Не тот.", user_email = "anna@example.com" }, ct);

        var report = await response.AnswerAsync(HttpStatusCode.Created, ct);
        Assert.Null(report["reporter_id"]);
        Assert.Equal(
            ("Итог", "anna@example.com", "new"),
            ((string)report["title"]!, (string)report["user_email"]!, (string)report["status"]!));
        Assert.Equal("new other medium Итог Не тот. - -", await StoredAsync((Guid)report["id"]!, ct));
        using var expired = shop.WithToken("expired");
        using var refused = await expired.PostAsJsonAsync(WithReporter, new { title = "a", description = "b" }, ct);
        await refused.ProblemAsync(HttpStatusCode.Unauthorized, ct);
    }

    [Fact]
    public async Task Feedback_is_stored_with_its_author()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var message = $"Нравится поиск {Guid.CreateVersion7()}";

        using var response = await customer.Api.PostAsJsonAsync(
            "/api/feedback", new { message, rating = 5, page = "/catalog?search=чай" }, ct);

        var answer = await response.AnswerAsync(HttpStatusCode.Created, ct);
        Assert.Equal("created", (string)answer["status"]!);
        Assert.Equal($"5 /catalog?search=чай {customer.Id}", await shop.Database.ScalarAsync<string>(
            $"select concat_ws(' ', rating, page, user_id) from pilot.feedback where message = {message}", ct));
    }

    [Theory]
    [InlineData("""{}""", "description", "title")]
    [InlineData("""{"title":" ","description":""}""", "description", "title")]
    [InlineData("""{"title":"a","description":"b","category":"colour","severity":"worst"}""", "category", "severity")]
    [InlineData("""{"title":"a","description":"b","user_email":"nobody"}""", "user_email")]
    [InlineData("""{"title":"a","description":"b","trace_id":"'; drop table"}""", "trace_id")]
    public async Task Validation_errors_of_a_report_are_named(string body, params string[] fields)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsync(Public, new StringContent(body, null, "application/json"), ct);

        Assert.Equal(fields, (await response.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Theory]
    [InlineData("""{"rating":5}""", "message")]
    [InlineData("""{"message":"a","rating":6}""", "rating")]
    [InlineData("""{"message":"a","rating":0}""", "rating")]
    public async Task Validation_errors_of_feedback_are_named(string body, string field)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsync(
            "/api/feedback", new StringContent(body, null, "application/json"), ct);

        Assert.Equal([field], (await response.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Theory]
    [InlineData(Public, 10)]
    [InlineData("/api/feedback", 20)]
    [InlineData(WithReporter, 30)]
    public async Task The_rate_limit_is_per_address(string path, int from)
    {
        var ct = TestContext.Current.CancellationToken;
        using var flood = From(from);
        using var other = From(from + 1);
        var body = new { title = "a", description = "b", message = "c" };

        for (var i = 0; i < 20; i++)
        {
            using var accepted = await flood.PostAsJsonAsync(path, body, ct);
            await accepted.AnswerAsync(HttpStatusCode.Created, ct);
        }

        using var refused = await flood.PostAsJsonAsync(path, body, ct);
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, ct);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        using var elsewhere = await other.PostAsJsonAsync(path, body, ct);
        await elsewhere.AnswerAsync(HttpStatusCode.Created, ct);
    }

    // Rate limits are per address, so each test that counts uses its own.
    HttpClient From(int number)
    {
        var api = shop.NewApiClient();
        api.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.51.100.{number}");
        return api;
    }

    async Task<string?> StoredAsync(Guid id, CancellationToken ct) => await shop.Database.ScalarAsync<string>(
        $"""
        select concat_ws(' ', status, category, severity, title, description,
            coalesce(reporter_id::text, '-'), coalesce(trace_id, '-'))
        from pilot.error_reports where id = {id}
        """, ct);
}
