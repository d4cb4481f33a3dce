using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>An outside provider's settings.</summary>
public interface IProviderOptions
{
    static abstract string Section { get; }

    /// <summary>Without which it cannot be asked: what it knows the shop by.</summary>
    IEnumerable<(string Name, string? Value)> Keys { get; }
}

/// <summary>
/// Providers of one kind. The shop has an account with some, all of whose keys are set; the others, of whose keys none is, are not there: nobody registers
/// them, so nobody meets them.
/// </summary>
public sealed class ProviderAccounts(IServiceCollection services, IConfiguration configuration)
{
    readonly Dictionary<string, string[]> _missing = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the shop has an account there. Half of one is refused when the host starts.</summary>
    public bool Has<TOptions>(string provider) where TOptions : class, IProviderOptions, new()
    {
        var keys = (configuration.GetSection(TOptions.Section).Get<TOptions>() ?? new()).Keys.ToList();
        var missing = keys.Where(key => string.IsNullOrEmpty(key.Value)).Select(key => $"{TOptions.Section}:{key.Name}").ToArray();
        _missing[provider] = missing;
        if (missing.Length == keys.Count)
            return false;
        services.AddOptions<TOptions>().BindConfiguration(TOptions.Section).ValidateDataAnnotations()
            .Validate(_ => missing.Length == 0, $"Of {provider} {And(missing)} {(missing.Length == 1 ? "is" : "are")} not set: set all of its keys, or none to do without it.")
            .ValidateOnStart();
        return true;
    }

    /// <summary>Those of an order of names that the shop has an account with, in that order; where it has one with none of them, whom it has.</summary>
    public static List<T> InOrder<T>(List<T> all, IEnumerable<string> names, Func<T, string> nameOf) where T : class
    {
        List<T> inOrder = [.. names.Select(name => all.Find(provider => nameOf(provider).Equals(name, StringComparison.OrdinalIgnoreCase))).OfType<T>()];
        return inOrder.Count > 0 ? inOrder : all;
    }

    /// <summary>There must be one at least, and orders of providers may only name those that are there.</summary>
    public void Check<TOptions>(string kind, Func<TOptions, IEnumerable<(string Setting, string Provider)>> named, bool isRequired = true) where TOptions : class =>
        services.AddSingleton<IValidateOptions<TOptions>>(new Validation<TOptions>(options => Problems(kind, named(options), isRequired)));

    IEnumerable<string> Problems(string kind, IEnumerable<(string Setting, string Provider)> named, bool isRequired)
    {
        foreach (var (setting, provider) in named)
            if (!_missing.TryGetValue(provider, out var missing))
                yield return $"{setting} names {provider}; it may name {string.Join(", ", _missing.Keys)}.";
            else if (missing.Length > 0)
                yield return $"{setting} names {provider}, and {And(missing)} {(missing.Length == 1 ? "is" : "are")} not set.";
        if (isRequired && _missing.Values.All(missing => missing.Length > 0))
            yield return $"There is no {kind}: set the keys of one of {string.Join(", ", _missing.Keys)}.";
    }

    static string And(string[] names) => names is [.. var first, var last] && first.Length > 0 ? $"{string.Join(", ", first)} and {last}" : string.Concat(names);

    sealed class Validation<TOptions>(Func<TOptions, IEnumerable<string>> problems) : IValidateOptions<TOptions> where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) => problems(options).Distinct().ToList() is { Count: > 0 } found
            ? ValidateOptionsResult.Fail(found)
            : ValidateOptionsResult.Success;
    }
}
