namespace Shop.Notifications;

/// <summary>The id is ours. The provider stores it with the message, so that its reports can be matched.</summary>
public sealed record EmailMessage(Guid Id, string To, string Subject, string Text, string Html);
