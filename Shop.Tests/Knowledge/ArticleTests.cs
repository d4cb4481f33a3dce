using System.Net;
using System.Net.Http.Json;
using Shop.Knowledge;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Knowledge;

public class ArticleTests(ShopFixture shop)
{
    [Theory]
    [InlineData("ru", "сколько стоит доставка в другой город", "delivery")]
    [InlineData("ru", "как мне вернуть шины если они не подошли", "returns")]
    [InlineData("ru", "чем шипы отличаются от липучки", "studs")]
    [InlineData("ru", "вы храните колёса до весны", "storage")]
    [InlineData("ru", "какое давление держать в шинах", "care")]
    [InlineData("uk", "скільки днів іде доставка", "delivery")]
    [InlineData("uk", "чи зберігаєте ви колеса", "storage")]
    [InlineData("uk", "яка гарантія на шини", "warranty")]
    [InlineData("uk", "при якій температурі переходити на зимові", "seasons")]
    [InlineData("en", "how do i return tyres that do not fit", "returns")]
    [InlineData("en", "are you open on sundays", "hours")]
    [InlineData("en", "can i pay with a card", "payment")]
    public async Task A_question_finds_its_article(string language, string question, string slug)
    {
        var answers = await new ArticleStore(shop.Database).AnswerAsync(
            question, language, 1, TestContext.Current.CancellationToken);

        Assert.Equal(slug, Assert.Single(answers).Slug);
        Assert.DoesNotContain(answers[0].Text, "#");
    }

    [Theory]
    [InlineData("ru", "какая столица австралии")]
    [InlineData("en", "what is the meaning of life")]
    [InlineData("uk", "хто виграв чемпіонат")]
    [InlineData("ru", "' & | !( :* <-> \\ ")]
    public async Task What_no_article_is_about_has_no_answer(string language, string question) => Assert.Empty(
        await new ArticleStore(shop.Database).AnswerAsync(question, language, 1,
            TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("[x](javascript:alert(1))", "javascript:")]
    [InlineData("![x](https://evil.example/p.png)", "<img")]
    [InlineData("<javascript:alert(1)>", "href=\"javascript:")]
    [InlineData("a <b onclick=alert(1)>b</b>", "<b ")]
    [InlineData("[x](//evil.example)", "href=\"//")]
    [InlineData("[x](data:text/html;base64,AA)", "href=\"data:")]
    public void The_preview_contains_nothing_that_runs(string markdown, string forbidden) =>
        Assert.DoesNotContain(forbidden, ArticleText.Html(markdown), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void The_first_paragraph_is_spoken_without_its_marks() => Assert.Equal(
        "Храним комплект до весны, см. условия.",
        ArticleText.Spoken("# Хранение\n\nХраним **комплект** до весны,\nсм. [условия](/terms).\n\nЕщё."));

    [Fact]
    public async Task An_article_is_added_changed_and_an_old_version_is_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var slug = $"t-{Guid.CreateVersion7():N}";
        object Article(string body, int? version) => new { slug, language = "en", title = "Test", body, version };

        using var added = await staff.Api.PostAsJsonAsync("/api/knowledge/articles", Article("One.", null), ct);
        var article = await added.AnswerAsync(HttpStatusCode.Created, ct);
        var path = $"/api/knowledge/articles/{article["id"]}";
        using var twice = await staff.Api.PostAsJsonAsync("/api/knowledge/articles", Article("One.", null), ct);
        using var changed = await staff.Api.PutAsJsonAsync(path, Article("Two.", 1), ct);
        using var old = await staff.Api.PutAsJsonAsync(path, Article("Three.", 1), ct);
        using var deleted = await staff.Api.DeleteAsync(path, ct);

        Assert.Equal(
            (HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.NoContent),
            (twice.StatusCode, changed.StatusCode, old.StatusCode, deleted.StatusCode));
    }
}
