namespace Shop.Web.Languages;

/// <summary>The texts about errors in one language: of the report form, and of the staff pages for triage.</summary>
abstract class ErrorsTexts
{
    static readonly ErrorsTexts[] AllLanguages = [new RussianErrorsTexts(), new EnglishErrorsTexts()];

    public static ErrorsTexts Of(IServiceProvider services) =>
        Array.Find(AllLanguages, texts => texts.Code == services.GetRequiredService<Texts>().Code)!;

    public abstract string Code { get; }

    public abstract string LeaveEmpty { get; }
    public abstract string ActualHint { get; }
    public abstract string ExpectedHint { get; }
    public abstract string WhichPart { get; }
    public abstract string UnknownPart { get; }

    /// <summary>A module of the shop. Hosts and clients may report others, which have no translation.</summary>
    public abstract string ModuleName(string name);
}
