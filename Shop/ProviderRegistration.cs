using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>An outside provider's settings.</summary>
public interface IProviderOptions
{
    static abstract string Section { get; }

    /// <summary>The credentials that the provider identifies the shop by. All are required to call it.</summary>
    IEnumerable<(string Name, string? Value)> Keys { get; }
}

/// <summary>
/// Providers of one kind, such as carriers. A provider is registered when all of its keys are set, and left out when
/// none is. Setting only some of the keys fails the startup.
/// </summary>
public sealed class ProviderRegistration(IServiceCollection services, IConfiguration configuration)
{
    readonly Dictionary<string, string[]> _missing = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether any key of the provider is set. When only some are, validation fails the startup.</summary>
    public bool Has<TOptions>(string provider) where TOptions : class, IProviderOptions, new()
    {
        var keys = (configuration.GetSection(TOptions.Section).Get<TOptions>() ?? new()).Keys.ToList();
        var missing = keys
            .Where(key => string.IsNullOrEmpty(key.Value))
            .Select(key => $"{TOptions.Section}:{key.Name}")
            .ToArray();
        _missing[provider] = missing;
        if (missing.Length == keys.Count)
            return false;
        services.AddOptions<TOptions>()
            .BindConfiguration(TOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                _ => missing.Length == 0,
                $"{provider}: {AreNotSet(missing)}. Set all of its keys, or none to disable it.")
            .ValidateOnStart();
        return true;
    }

    /// <summary>
    /// The provider's client: its whole response is read within the timeouts that every HTTP client has.
    /// </summary>
    public void AddClient<TService, TClient>(string provider)
        where TService : class
        where TClient : class, TService =>
        services.AddHttpClient<TService, TClient>(provider).AddHttpMessageHandler(() => new BufferedResponseHandler());

    /// <summary>
    /// The configured providers among these names, in the order of the names. When none of the names is configured, all
    /// configured providers.
    /// </summary>
    public static List<T> InOrder<T>(List<T> all, IEnumerable<string> names, Func<T, string> nameOf) where T : class
    {
        T? Find(string name) =>
            all.Find(provider => nameOf(provider).Equals(name, StringComparison.OrdinalIgnoreCase));

        List<T> inOrder = [.. names.Select(Find).OfType<T>()];
        return inOrder.Count > 0 ? inOrder : all;
    }

    /// <summary>
    /// Validates at startup that at least one provider is configured, and that settings name only configured providers.
    /// </summary>
    public void Check<TOptions>(
        string kind,
        Func<TOptions, IEnumerable<(string Setting, string Provider)>> named,
        bool isRequired = true)
        where TOptions : class =>
        services.AddSingleton<IValidateOptions<TOptions>>(
            new Validation<TOptions>(options => Problems(kind, named(options), isRequired)));

    IEnumerable<string> Problems(
        string kind, IEnumerable<(string Setting, string Provider)> named, bool isRequired)
    {
        foreach (var (setting, provider) in named)
            if (!_missing.TryGetValue(provider, out var missing))
                yield return $"{setting} names {provider}. Valid names are {string.Join(", ", _missing.Keys)}.";
            else if (missing.Length > 0)
                yield return $"{setting} names {provider}, but {AreNotSet(missing)}.";
        if (isRequired && _missing.Values.All(missing => missing.Length > 0))
            yield return $"No {kind} is configured. Set the keys of one of {string.Join(", ", _missing.Keys)}.";
    }

    static string AreNotSet(string[] keys) => $"{JoinWithAnd(keys)} {(keys.Length == 1 ? "is" : "are")} not set";

    static string JoinWithAnd(string[] names) => names is [.. var first, var last] && first.Length > 0
        ? $"{string.Join(", ", first)} and {last}"
        : string.Concat(names);

    sealed class Validation<TOptions>(Func<TOptions, IEnumerable<string>> problems) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var found = problems(options).Distinct().ToList();
            return found.Count > 0 ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
        }
    }
}
