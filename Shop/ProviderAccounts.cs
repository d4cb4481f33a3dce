using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>The settings of an external provider.</summary>
public interface IProviderOptions
{
    static abstract string Section { get; }

    /// <summary>The required settings: the provider cannot be called without them.</summary>
    IEnumerable<(string Name, string? Value)> Keys { get; }
}

/// <summary>
/// The providers of one kind. A provider is enabled when all of its keys are set. When none is set, it is disabled and
/// not registered at all.
/// </summary>
public sealed class ProviderAccounts(IServiceCollection services, IConfiguration configuration)
{
    readonly Dictionary<string, string[]> _missing = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the provider is enabled. A partial set of keys fails validation when the host starts.</summary>
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
                $"{NotSet(missing)}: set all keys of {provider}, or none to disable it.")
            .ValidateOnStart();
        return true;
    }

    /// <summary>
    /// The enabled providers among <paramref name="names"/>, in that order; all enabled providers when none of the
    /// names is enabled.
    /// </summary>
    public static List<T> InOrder<T>(List<T> all, IEnumerable<string> names, Func<T, string> nameOf) where T : class
    {
        List<T> inOrder = [.. names.Select(Find).OfType<T>()];
        return inOrder.Count > 0 ? inOrder : all;

        T? Find(string name) =>
            all.Find(provider => nameOf(provider).Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Fails the start when a setting names a provider that is not enabled, or when a required kind has no provider.
    /// </summary>
    public void Check<TOptions>(
        string kind,
        Func<TOptions, IEnumerable<(string Setting, string Provider)>> named,
        bool isRequired = true) where TOptions : class =>
        services.AddSingleton<IValidateOptions<TOptions>>(
            new Validation<TOptions>(options => Problems(kind, named(options), isRequired)));

    IEnumerable<string> Problems(string kind, IEnumerable<(string Setting, string Provider)> named, bool isRequired)
    {
        var known = string.Join(", ", _missing.Keys);
        foreach (var (setting, provider) in named)
            if (!_missing.TryGetValue(provider, out var missing))
                yield return $"{setting} names the unknown provider {provider}; known: {known}.";
            else if (missing.Length > 0)
                yield return $"{setting} names {provider}, but {NotSet(missing)}.";
        if (isRequired && _missing.Values.All(missing => missing.Length > 0))
            yield return $"There is no {kind}: set the keys of one of {known}.";
    }

    static string NotSet(string[] keys) => keys is [.. var first, var last] && first.Length > 0
        ? $"{string.Join(", ", first)} and {last} are not set"
        : $"{string.Concat(keys)} is not set";

    sealed class Validation<TOptions>(Func<TOptions, IEnumerable<string>> problems) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            problems(options).Distinct().ToList() is { Count: > 0 } found
                ? ValidateOptionsResult.Fail(found)
                : ValidateOptionsResult.Success;
    }
}
