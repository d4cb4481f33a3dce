using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

public interface IExpressionValue;

public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

public interface IManifestExpressionProvider
{
    string ValueExpression { get; }
}

public interface IValueWithReferences
{
    IEnumerable<object> References { get; }
}

/// <summary>A string with holes: filled with values when the graph runs, with expressions in the manifest.</summary>
public class ReferenceExpression : IExpressionValue, IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    ReferenceExpression(string format, List<IValueProvider> valueProviders, List<string> manifestExpressions, List<string?> formats) =>
        (Format, ValueProviders, ManifestExpressions, StringFormats) = (format, valueProviders, manifestExpressions, formats);

    public static readonly ReferenceExpression Empty = new("", [], [], []);

    public string Format { get; }

    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    public IReadOnlyList<string> ManifestExpressions { get; }

    public IReadOnlyList<string?> StringFormats { get; }

    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, [.. ManifestExpressions]);

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        if (ValueProviders.Count == 0)
            return Format.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = await ValueProviders[i].GetValueAsync(cancellationToken);
            values[i] = StringFormats[i] == "uri" && value is not null ? Uri.EscapeDataString(value) : value;
        }
        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        readonly StringBuilder _format = new(literalLength + formattedCount * 4);
        readonly List<IValueProvider> _providers = [];
        readonly List<string> _expressions = [];
        readonly List<string?> _formats = [];

        public void AppendLiteral(string value) => _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

        public void AppendFormatted(string? value) => AppendLiteral(value ?? "");

        public void AppendFormatted(string? value, string? format = null) => AppendLiteral(format == "uri" ? Uri.EscapeDataString(value ?? "") : value ?? "");

        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, null);

        public void AppendFormatted<T>(T valueProvider, string? format = null) where T : IValueProvider, IManifestExpressionProvider
        {
            _format.Append(CultureInfo.InvariantCulture, $"{{{_providers.Count}}}");
            _providers.Add(valueProvider);
            _expressions.Add(valueProvider.ValueExpression);
            _formats.Add(format);
        }

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider =>
            AppendFormatted(valueProvider.Resource, null);

        internal ReferenceExpression Build() => new(_format.ToString(), _providers, _expressions, _formats);
    }
}
