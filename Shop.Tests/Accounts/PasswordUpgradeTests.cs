using System.Net;
using System.Net.Http.Json;
using Shop.Database;

namespace Shop.Tests.Accounts;

public class PasswordUpgradeTests(ShopFixture shop)
{
    // PBKDF2-HMAC-SHA512 of "correct horse 8" with 1,000 iterations and the salt 0123456789abcdef.
    const string Old = "pbkdf2-sha512$1000$MDEyMzQ1Njc4OWFiY2RlZg==$0C1woMarNLJP1uf3lRrksYERq1QNmTFdFII1oWM8QvI=";

    [Fact]
    public async Task A_hash_of_pbkdf2_becomes_argon2id_at_the_next_sign_in_only()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        await shop.Database.ExecuteAsync($"update accounts.users set password = {Old} where id = {customer.Id}", ct);

        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync("correct horse 9"));
        Assert.Equal(Old, await PasswordAsync());
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(Customers.Password));
        var renewed = await PasswordAsync();
        Assert.StartsWith("$argon2id$v=19$", renewed, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(Customers.Password));
        Assert.Equal(renewed, await PasswordAsync());

        async Task<HttpStatusCode> SignInAsync(string password)
        {
            using var response = await shop.Api.PostAsJsonAsync(
                "/api/auth/login", new { email = customer.Email, password }, ct);
            return response.StatusCode;
        }

        Task<string?> PasswordAsync() => shop.Database.ScalarAsync<string>(
            $"select password from accounts.users where id = {customer.Id}", ct);
    }
}
