using Microsoft.Extensions.Options;
using Shop.Catalog;
using Shop.Fitting;
using Shop.Knowledge;
using Shop.Orders;

namespace Shop.Voice.Dialogue;

sealed class Conversations(ShopTools tools, ChatModel model, IOptions<DialogueOptions> options, TimeProvider time)
    : IConversations
{
    public IConversation Begin(CallStart call) => new Conversation(call, tools, model, options.Value, time);
}

static class DialogueServices
{
    public static void AddDialogue(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DialogueOptions>()
            .BindConfiguration(DialogueOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<TyreSearch>();
        services.AddSingleton<ProductStore>();
        services.AddSingleton<PhoneOrderStore>();
        services.AddSingleton<FittingStore>();
        services.AddSingleton<ArticleStore>();
        services.AddSingleton<ShopTools>();
        services.AddHttpClient(ChatModel.Client);
        services.AddSingleton<ChatModel>();
        services.AddSingleton<IConversations, Conversations>();
    }
}
