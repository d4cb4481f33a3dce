using System.Net;
using System.Text.RegularExpressions;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Notifications;

namespace Shop.Tests.Web;

[Trait("suite", "contract")]
public partial class AccountPageTests(ShopFixture shop)
{
    [Fact]
    public async Task The_link_in_the_mail_verifies_the_address()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        var home = await shopper.RegisterAsync(ct);
        Assert.StartsWith(
            $"Добро пожаловать! Мы отправили письмо на {shopper.Email}",
            home.Notice,
            StringComparison.Ordinal);
        Assert.True((await shopper.Browser.VisitAsync("/profile", ct)).Has("ждёт подтверждения"));

        var link = await LinkAsync(shopper, "Подтвердите адрес электронной почты", ct);
        var page = await shopper.Browser.VisitAsync(link, ct);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        // Opening the link does not use it.
        Assert.False(await IsVerifiedAsync(shopper, ct));
        var verified = await shopper.Browser.SubmitAsync(page, "value=\"verify\"", ct);

        Assert.Equal("Спасибо, адрес подтверждён.", verified.Notice);
        Assert.True(await IsVerifiedAsync(shopper, ct));
        Assert.True((await shopper.Browser.VisitAsync("/profile", ct)).Has("адрес подтверждён"));
        var again = await shopper.Browser.SubmitAsync(page, "value=\"verify\"", ct);
        Assert.True(again.Has("Ссылка устарела или уже использована."));
    }

    [Fact]
    public async Task A_forgotten_password_is_reset_by_the_link_in_the_mail()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.RegisterAsync(ct);
        using var elsewhere = new Visitor(shop);
        var sent = await elsewhere.SubmitAsync(
            await elsewhere.VisitAsync("/forgot-password", ct),
            "value=\"forgot\"",
            ct,
            ("Email", shopper.Email));
        Assert.True(sent.Has("Если такая учётная запись есть, письмо уже в пути."));

        var page = await elsewhere.VisitAsync(await LinkAsync(shopper, "Новый пароль", ct), ct);
        var weak = await elsewhere.SubmitAsync(page, "value=\"reset\"", ct, ("Password", "12345678"));
        Assert.Contains("class=\"problem\" role=\"alert\">От 8 символов", weak.Text, StringComparison.Ordinal);
        var reset = await elsewhere.SubmitAsync(weak, "value=\"reset\"", ct, ("Password", "new horse 9"));

        Assert.Equal(("/login", "Пароль изменён. Войдите с новым."), (reset.Path, reset.Notice));
        Assert.StartsWith("/login", (await shopper.Browser.VisitAsync("/profile", ct)).Path, StringComparison.Ordinal);
        Assert.True((await shopper.LogInAsync(ct)).Has("Неверная почта или пароль."));
        Assert.Equal("/orders", (await shopper.LogInAsync(ct, "new horse 9", "/orders")).Path);
    }

    [Fact]
    public async Task The_profile_offers_the_stored_data_as_a_file_and_deletes_the_account()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.RegisterAsync(ct);
        var profile = await shopper.Browser.VisitAsync("/profile", ct);
        Assert.Contains("href=\"/profile/export\"", profile.Html, StringComparison.Ordinal);
        var file = await shopper.Browser.VisitAsync("/profile/export", ct);
        Assert.Contains(shopper.Email, file.Html, StringComparison.Ordinal);

        var wrong = await shopper.Browser.SubmitAsync(
            profile, "Удалить учётную запись", ct, ("Password", "wrong password"));
        Assert.True(wrong.Has("Текущий пароль указан неверно."));
        var deleted = await shopper.Browser.SubmitAsync(
            profile, "Удалить учётную запись", ct, ("Password", Customers.Password));

        Assert.Equal(("/", "Учётная запись удалена."), (deleted.Path, deleted.Notice));
        Assert.StartsWith("/login", (await shopper.Browser.VisitAsync("/profile", ct)).Path, StringComparison.Ordinal);
        Assert.True((await shopper.LogInAsync(ct)).Has("Неверная почта или пароль."));
    }

    [Fact]
    public async Task Registration_errors_appear_at_their_fields_and_the_input_is_kept()
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = new Visitor(shop);
        var page = await visitor.VisitAsync("/register", ct);

        var wrong = await visitor.SubmitAsync(
            page,
            "value=\"register\"",
            ct,
            ("Email", "\"><b>no"),
            ("Password", "password"));
        Assert.Contains(
            "id=\"f-email-problem\" class=\"problem\" role=\"alert\">Проверьте адрес",
            wrong.Text,
            StringComparison.Ordinal);
        Assert.Contains(
            "id=\"f-password-problem\" class=\"problem\" role=\"alert\">От 8 символов",
            wrong.Text,
            StringComparison.Ordinal);
        Assert.Contains($"value=\"{WebUtility.HtmlEncode("\"><b>no")}\"", wrong.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"password\"", wrong.Html, StringComparison.Ordinal);

        var taken = await Customers.RegisterAsync(shop, ct);
        var again = await visitor.SubmitAsync(
            page,
            "value=\"register\"",
            ct,
            ("Email", taken.Email),
            ("Password", Customers.Password));
        Assert.True(again.Has("На эту почту уже есть учётная запись"));
    }

    [Fact]
    public async Task A_profile_and_a_password_are_changed_and_logging_out_ends_the_session()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.RegisterAsync(ct);

        var saved = await shopper.Browser.SubmitAsync(
            await shopper.Browser.VisitAsync("/profile", ct),
            "value=\"profile\"",
            ct,
            ("LastName", "Ким"),
            ("Phone", "+7 900 000-00-00"));
        Assert.Equal("Сохранено.", saved.Notice);
        Assert.Contains("value=\"Ким\"", saved.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Анна\"", saved.Text, StringComparison.Ordinal);

        var refused = await shopper.Browser.SubmitAsync(
            saved,
            "value=\"password\"",
            ct,
            ("OldPassword", "not it at all"),
            ("NewPassword", "new horse 9"));
        Assert.True(refused.Has("Текущий пароль указан неверно."));
        var changed = await shopper.Browser.SubmitAsync(
            refused,
            "value=\"password\"",
            ct,
            ("OldPassword", Customers.Password),
            ("NewPassword", "new horse 9"));
        Assert.Equal("Пароль изменён, остальные сеансы завершены.", changed.Notice);

        var home = await shopper.Browser.SubmitAsync(changed, "action=\"/logout\"", ct);
        Assert.True(home.Has("href=\"/login\""));
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from accounts.sessions s join accounts.users u on u.id = s.user_id
                where u.email = {shopper.Email}
                """,
                ct));
    }

    [Fact]
    public async Task The_site_follows_the_requested_language_and_remembers_it()
    {
        RemoteShop.SkipWithout("the sample goods");
        var ct = TestContext.Current.CancellationToken;
        using var british = new Visitor(shop) { Language = "en-GB,en;q=0.9,ru;q=0.8" };
        var cart = await british.VisitAsync("/cart", ct);
        Assert.True(cart.Has("<html lang=\"en\">") && cart.Has("Your cart is empty."), cart.Text);

        using var russian = new Visitor(shop) { Language = "de,ru;q=0.5,en;q=0.2" };
        Assert.True((await russian.VisitAsync("/cart", ct)).Has("<html lang=\"ru\">"));
        Assert.True((await russian.VisitAsync("/cart?lang=en", ct)).Has("Your cart is empty."));
        var remembered = await russian.VisitAsync("/catalog?category=books", ct);
        Assert.True(
            remembered.Has(">Add to cart</button>") && remembered.Has("<title>Books · Lavka</title>"),
            remembered.Text);
        Assert.Contains("href=\"http", remembered.Html, StringComparison.Ordinal);
        Assert.True((await russian.VisitAsync("/cart?lang=xx", ct)).Has("Your cart is empty."));
    }

    async Task<string> LinkAsync(Shopper shopper, string subject, CancellationToken ct)
    {
        var mail = await new Inbox(shop, shopper.Email).MailAsync(subject, ct);
        return new Uri(Link().Match((string)mail["text"]!).Value).PathAndQuery;
    }

    async Task<bool> IsVerifiedAsync(Shopper shopper, CancellationToken ct) =>
        await shop.Database.ScalarAsync<bool>(
            $"select email_verified_at is not null from accounts.users where email = {shopper.Email}",
            ct);

    [GeneratedRegex(@"http\S+\?token=\S+")]
    private static partial Regex Link();
}
