using Shop.Accounts;
using Shop.Web.Carts;
using Shop.Web.Http;

namespace Shop.Web.Accounts;

/// <summary>What the API does for accounts. Whoever signs in brings their guest's cart along.</summary>
sealed class AccountApi(ShopApiClient api, SiteSession session, CartApi carts)
{
    static readonly AccountsJson Json = AccountsJson.Default;

    public Task RegisterAsync(RegisterRequest request, CancellationToken ct) => SignInAsync("/api/auth/register", request, Json.RegisterRequest, ct);

    public Task LoginAsync(string email, string password, CancellationToken ct) =>
        SignInAsync("/api/auth/login", new LoginRequest(email, null, password), Json.LoginRequest, ct);

    /// <summary>Here in any case; the API hears of it unless it is away or has ended the session itself.</summary>
    public async Task LogoutAsync(CancellationToken ct)
    {
        try
        {
            if (session.IsSignedIn)
                await api.SendAsync(HttpMethod.Post, "/api/auth/logout", ct);
        }
        catch (Exception e) when (e is HttpRequestException or ShopException)
        {
        }
        session.SignOut();
        carts.Forget();
    }

    public Task VerifyAsync(string token, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, "/api/auth/verify-email", new VerifyEmailRequest(token), Json.VerifyEmailRequest, ct);

    public Task ForgotPasswordAsync(string email, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, "/api/auth/forgot-password", new ForgotPasswordRequest(email), Json.ForgotPasswordRequest, ct);

    public Task ResetPasswordAsync(string token, string password, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, "/api/auth/reset-password", new ResetPasswordRequest(token, password), Json.ResetPasswordRequest, ct);

    public Task ChangePasswordAsync(string old, string password, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, "/api/auth/change-password", new ChangePasswordRequest(old, password), Json.ChangePasswordRequest, ct);

    public async Task<Account> ProfileAsync(CancellationToken ct) =>
        await api.GetAsync("/api/users/profile", Json.Account, ct) ?? throw new ShopException(ErrorCode.Unauthorized, "The account is gone.");

    public Task ChangeProfileAsync(ProfileRequest profile, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Put, "/api/users/profile", profile, Json.ProfileRequest, ct);

    async Task SignInAsync<T>(string path, T request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken ct)
    {
        // As a guest: the cart that comes along is the guest's.
        session.SignOut();
        session.SignIn(await api.SendAsync(HttpMethod.Post, path, request, type, Json.SignedIn, ct));
        carts.Forget();
        try
        {
            await carts.FindAsync(ct);
        }
        catch (HttpRequestException)
        {
            // They are in; the number in the header comes with the next look at the cart.
        }
    }
}
