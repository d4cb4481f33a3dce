using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults;

/// <summary>
/// <c>TrustedProxies:0 = 10.0.0.0/8</c>: the networks whose X-Forwarded-For and X-Forwarded-Proto are trusted. The
/// client is the last address of the header that is not trusted, so that a client cannot choose its address. Without
/// the setting the headers are ignored.
/// </summary>
public static class TrustedProxies
{
    const string Section = "TrustedProxies";

    public static void AddTrustedProxies(this IServiceCollection services) =>
        services.AddTransient<IStartupFilter, Filter>();

    sealed class Filter(IConfiguration configuration) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            var options = new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
                ForwardLimit = null
            };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var (i, text) in (configuration.GetSection(Section).Get<string[]>() ?? []).Index())
                options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(text, out var network)
                    ? network
                    : throw new InvalidOperationException(
                        $"{Section}:{i} is {text}, which is no network such as 10.0.0.0/8."));
            if (options.KnownIPNetworks.Count > 0)
                app.UseForwardedHeaders(options);
            next(app);
        };
    }
}
