namespace Shop.Notifications;

/// <summary>
/// A provider. A permanent <see cref="ShopException"/> means that this message cannot reach this recipient by any
/// provider. Any other failure is the provider's own, and the next provider may be tried.
/// </summary>
public interface ISender<TMessage>
{
    /// <summary>The name used in the settings.</summary>
    string Name { get; }

    /// <returns>The provider's id of the message, when it returns one.</returns>
    Task<string?> SendAsync(TMessage message, CancellationToken ct);
}

public interface IEmailSender : ISender<EmailMessage>;

public interface ISmsSender : ISender<SmsMessage>;
