using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Shop.Api.Http;

/// <summary>Policies of the rate limiting middleware: <c>MapPost(...).LimitRate(RateLimits.Events)</c>.</summary>
static class RateLimits
{
    public const string Registrations = "registrations";
    public const string Logins = "logins";
    public const string Watches = "watches";
    public const string ShippingQuotes = "quotes";
    public const string Events = "events";
    public const string Purchases = "purchases";

    public static RouteHandlerBuilder LimitRate(this RouteHandlerBuilder route, string policy) =>
        route.RequireRateLimiting(policy).ProducesProblem(StatusCodes.Status429TooManyRequests);

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton<RedisSlidingWindow>();
        services.AddOptions<RateLimitOptions>()
            .BindConfiguration(RateLimitOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>, RedisSlidingWindow>(Configure);
    }

    static void Configure(RateLimiterOptions limiter, IOptions<RateLimitOptions> settings, RedisSlidingWindow window)
    {
        var (limits, minute, hour) = (settings.Value, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Add(Registrations, limits.RegistrationsPerHour, hour, ClientAddress.Of);
        Add(Logins, limits.LoginsPerMinute, minute, ClientAddress.Of);
        Add(Watches, limits.WatchesPerHour, hour, ClientAddress.Of);
        Add(ShippingQuotes, limits.ShippingQuotesPerMinute, minute, ClientAddress.Of);
        Add(Events, limits.EventsPerMinute, minute, ClientAddress.Of);
        Add(Purchases, limits.PurchasesPerMinute, minute, AccountOf);
        limiter.OnRejected = (rejected, _) =>
        {
            rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
            throw TooMany(wait);
        };

        void Add(string policy, int permits, TimeSpan length, Func<HttpContext, string> callerOf) =>
            limiter.AddPolicy(policy, http => limits.Enabled && !limits.LoadTest
                ? RateLimitPartition.Get(
                    callerOf(http),
                    caller => new RedisRateLimiter(window, new($"{policy}:{caller}", permits, length)))
                : RateLimitPartition.GetNoLimiter(""));
    }

    public static ShopException TooMany(TimeSpan wait) =>
        new(ErrorCode.TooManyRequests, "There were too many requests; try again later.") { RetryAfter = wait };

    /// <summary>
    /// The middleware runs after the authorization, which sets the user. A guest is limited by address.
    /// </summary>
    static string AccountOf(HttpContext http) =>
        http.Features.Get<CurrentUser>() is { } user ? $"{user.Id:N}" : ClientAddress.Of(http);
}
