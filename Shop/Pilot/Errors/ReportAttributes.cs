using System.ComponentModel.DataAnnotations;

namespace Shop.Pilot.Errors;

/// <summary>What a text of a report may be, whether it is new, changed or replaced.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LongTextAttribute() : StringLengthAttribute(ErrorReportRequest.Longest);

[AttributeUsage(AttributeTargets.Property)]
public sealed class TitleAttribute() : StringLengthAttribute(200);

[AttributeUsage(AttributeTargets.Property)]
public sealed class ModuleNameAttribute() : StringLengthAttribute(100);

[AttributeUsage(AttributeTargets.Property)]
public sealed class PageAddressAttribute() : StringLengthAttribute(2000);

[AttributeUsage(AttributeTargets.Property)]
public sealed class CategoryAttribute : AllowedValuesAttribute
{
    public CategoryAttribute()
        : base(null, "ui", "functionality", "performance", "security", "integration", "data", "other") => ErrorMessage =
            "The category must be one of ui, functionality, performance, security, integration, data, other.";
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class SeverityAttribute : AllowedValuesAttribute
{
    public SeverityAttribute() : base(null, "critical", "high", "medium", "low") =>
        ErrorMessage = "The severity must be one of critical, high, medium, low.";
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class StatusAttribute : AllowedValuesAttribute
{
    public StatusAttribute() : base(null, "new", "investigating", "confirmed", "in_progress", "resolved", "wont_fix") =>
        ErrorMessage =
            "The status must be one of new, investigating, confirmed, in_progress, resolved, wont_fix.";
}

/// <summary>A text may be left out, and not be blank.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotBlankAttribute() : ValidationAttribute("The {0} must not be blank.")
{
    public override bool IsValid(object? value) => value is not string text || !string.IsNullOrWhiteSpace(text);
}
