using Xunit.v3;

namespace Shop.Tests.Integration;

/// <summary>
/// The cell of the integration matrix that a test covers: what acts, and the module or provider that it acts on.
/// </summary>
/// <remarks>
/// Both are traits: <c>./dev test from=orders to=payments</c> runs one cell, <c>./dev test from=orders</c> a row.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
sealed class IntegrationAttribute(string from, string to) : Attribute, ITraitAttribute
{
    public string From => from;

    public string To => to;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("from", from), new("to", to)];
}
