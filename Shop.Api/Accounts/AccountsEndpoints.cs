using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Carts;
using Shop.Api.Http;
using Shop.Carts;

namespace Shop.Api.Accounts;

static class AccountsEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/auth").WithTags("Accounts");
        auth.MapPost("/register", Register).LimitRate(RateLimits.Registrations).ProducesProblem(409);
        auth.MapPost("/login", Login).LimitRate(RateLimits.Logins).ProducesProblem(401);
        auth.MapPost("/refresh", Refresh);
        auth.MapPost("/logout", Logout).RequireRole(Role.Customer);
        auth.MapPost("/verify-email", VerifyEmail);
        auth.MapPasswords();

        var store = routes.MapGroup("/user-api").WithTags("Accounts");
        store.MapPost("/register", StoreRegister).LimitRate(RateLimits.Registrations).ProducesProblem(409);
        store.MapPost("/login", StoreLogin).LimitRate(RateLimits.Logins).ProducesProblem(401);
        store.MapPost("/logout", Logout).RequireRole(Role.Customer);
        routes.MapProfiles();
        routes.MapPersonalData();
    }

    /// <param name="request" example='{"email":"anna@example.com","password":"correct horse 8","first_name":"Анна",
    /// "last_name":"Ким","phone":"+79001234567"}'>The new account.</param>
    /// <response code="409">The address or the name is taken.</response>
    /// <response code="429">There were too many from this address; Retry-After says when.</response>
    internal static async Task<Created<SignedIn>> Register(
        RegisterRequest request, HttpContext http, SessionStore sessions, PasswordHasher passwords, SignIn signIn,
        CartStore carts, CancellationToken ct)
    {
        var session = SessionTokens.New();
        var account = await sessions.RegisterAsync(
            await NewAccountAsync(request, passwords, ct), session, CallerOf(http), ct);
        await CartIdentity.MergeAsync(http, account.Id, carts, ct);
        return TypedResults.Created("/api/users/profile", signIn.Answer(account, session));
    }

    /// <param name="request" example='{"username":"anna","email":"anna@example.com","password":"correct horse 8"}
    /// '>The new account.</param>
    /// <response code="409">The address or the name is taken.</response>
    /// <response code="429">There were too many from this address; Retry-After says when.</response>
    internal static async Task<Created<StoreRegistered>> StoreRegister(
        RegisterRequest request, HttpContext http, SessionStore sessions, PasswordHasher passwords,
        CancellationToken ct)
    {
        var account = await sessions.RegisterAsync(
            await NewAccountAsync(request, passwords, ct), null, CallerOf(http), ct);
        return TypedResults.Created(
            "/user-api/me", new StoreRegistered(account.Id, account.Username, account.Email, account.Role));
    }

    /// <param name="request" example='{"email":"anna@example.com","password":"correct horse 8"}
    /// '>The e-mail address or the user name, and the password.</param>
    /// <response code="401">The password is not that account's.</response>
    /// <response code="429">Too many logins or wrong passwords; Retry-After says when.</response>
    internal static async Task<Ok<SignedIn>> Login(
        LoginRequest request, HttpContext http, SignIn signIn, CartStore carts, CancellationToken ct)
    {
        var session = await signIn.WithPasswordAsync(request, CallerOf(http), ct);
        await CartIdentity.MergeAsync(http, session.User.Id, carts, ct);
        return TypedResults.Ok(session);
    }

    /// <param name="request" example='{"username":"anna","password":"correct horse 8"}
    /// '>The e-mail address or the user name, and the password.</param>
    /// <response code="401">The password is not that account's.</response>
    /// <response code="429">Too many logins or wrong passwords; Retry-After says when.</response>
    internal static async Task<Ok<StoreSignedIn>> StoreLogin(
        LoginRequest request, HttpContext http, SignIn signIn, CartStore carts, CancellationToken ct)
    {
        var session = await signIn.WithPasswordAsync(request, CallerOf(http), ct);
        await CartIdentity.MergeAsync(http, session.User.Id, carts, ct);
        return TypedResults.Ok(new StoreSignedIn(session.AccessToken, session.TokenType));
    }

    /// <param name="request" example='{"refresh_token":"..."}'>The refresh token of the last login or refresh.</param>
    internal static async Task<Ok<SignedIn>> Refresh(
        RefreshRequest request, HttpContext http, TokenRefresh refresh, CancellationToken ct) => TypedResults.Ok(
        await refresh.RefreshAsync(request.RefreshToken!, IdempotencyKey.Of(http.Request), CallerOf(http), ct)
        ?? throw new ShopException(ErrorCode.Unauthorized, "The refresh token is unknown, used or too old."));

    /// <param name="request" example='{"token":"..."}'>The token of the mail.</param>
    internal static async Task<Ok<Done>> VerifyEmail(
        VerifyEmailRequest request, HttpContext http, AccountStore accounts, SessionStore sessions, AccessTokens tokens,
        CancellationToken ct)
    {
        var account = await accounts.VerifyEmailAsync(request.Token!, CallerOf(http), ct)
            ?? throw ShopException.Invalid("token", "The token is unknown, used or too old.");
        if (account.Role != Role.Customer)
            await tokens.RenewAsync(account, await sessions.OfAsync(account.Id, ct));
        return TypedResults.Ok(new Done("The e-mail address is verified."));
    }

    static async Task<Ok<Done>> Logout(
        CurrentUser user, HttpContext http, SessionStore sessions, CancellationToken ct)
    {
        await sessions.EndAsync(user.SessionId, CallerOf(http), ct);
        return TypedResults.Ok(new Done("Signed out."));
    }

    internal static Caller CallerOf(HttpContext http) => new(ClientAddress.Of(http));

    static async Task<NewAccount> NewAccountAsync(
        RegisterRequest request, PasswordHasher passwords, CancellationToken ct)
    {
        var email = request.Email!;
        var username = request.Username ?? email;
        if (username.Contains('@', StringComparison.Ordinal)
            && !username.Equals(email, StringComparison.OrdinalIgnoreCase))
            throw ShopException.Invalid("username", "A user name with an @ must be the e-mail address.");
        return new(
            email,
            username,
            await passwords.HashAsync(request.Password!, ct),
            request.FirstName ?? "",
            request.LastName ?? "",
            request.Phone ?? "");
    }
}
