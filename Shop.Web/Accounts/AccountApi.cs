using System.Text.Json.Serialization.Metadata;
using Shop.Accounts;
using Shop.Web.Carts;
using Shop.Web.Http;

namespace Shop.Web.Accounts;

/// <summary>The account part of the API. Signing in moves the guest cart to the account.</summary>
sealed class AccountApi(ShopApiClient api, SiteSession session, CartApi carts)
{
    static readonly AccountsJson Json = AccountsJson.Default;

    public Task RegisterAsync(RegisterRequest request, CancellationToken ct) =>
        SignInAsync("/api/auth/register", request, Json.RegisterRequest, ct);

    public Task LoginAsync(string email, string password, CancellationToken ct) =>
        SignInAsync("/api/auth/login", new LoginRequest(email, null, password), Json.LoginRequest, ct);

    /// <summary>
    /// Always ends the session of the site, even if the API is unavailable or has already ended its own.
    /// </summary>
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
        api.SendAsync(
            HttpMethod.Post,
            "/api/auth/verify-email",
            new VerifyEmailRequest(token),
            Json.VerifyEmailRequest,
            ct);

    public Task ForgotPasswordAsync(string email, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/auth/forgot-password",
            new ForgotPasswordRequest(email),
            Json.ForgotPasswordRequest,
            ct);

    public Task ResetPasswordAsync(string token, string password, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/auth/reset-password",
            new ResetPasswordRequest(token, password),
            Json.ResetPasswordRequest,
            ct);

    public Task ChangePasswordAsync(string old, string password, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/auth/change-password",
            new ChangePasswordRequest(old, password),
            Json.ChangePasswordRequest,
            ct);

    public Task<byte[]> ExportAsync(CancellationToken ct) => api.GetBytesAsync("/api/users/export", ct);

    /// <summary>Also ends the session of the site.</summary>
    public async Task DeleteAsync(string password, CancellationToken ct)
    {
        await api.SendAsync(
            HttpMethod.Post,
            "/api/users/delete",
            new DeleteAccountRequest(password),
            Json.DeleteAccountRequest,
            ct);
        session.SignOut();
        carts.Forget();
    }

    public async Task<Account> ProfileAsync(CancellationToken ct) =>
        await api.GetAsync("/api/users/profile", Json.Account, ct)
        ?? throw new ShopException(ErrorCode.Unauthorized, "The account no longer exists.");

    public Task ChangeProfileAsync(ProfileRequest profile, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Put, "/api/users/profile", profile, Json.ProfileRequest, ct);

    async Task SignInAsync<T>(string path, T request, JsonTypeInfo<T> type, CancellationToken ct)
    {
        // Without the old session, so that the API merges the guest cart.
        session.SignOut();
        session.SignIn(await api.SendAsync(HttpMethod.Post, path, request, type, Json.SignedIn, ct));
        carts.Forget();
        try
        {
            await carts.FindAsync(ct);
        }
        catch (HttpRequestException)
        {
            // The sign-in worked. The next cart page updates the count in the header.
        }
    }
}
