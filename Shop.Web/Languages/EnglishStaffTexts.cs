namespace Shop.Web.Languages;

sealed class EnglishStaffTexts : StaffTexts
{
    public override string Code => "en";
    public override string StaffPages => "Staff";
    public override string Sections => "Staff sections";
    public override string Overview => "Overview";
    public override string Orders => "Orders";
    public override string Payments => "Payments";
    public override string Refunds => "Refunds";
    public override string Customers => "Customers";
    public override string Products => "Products";
    public override string Stock => "Stock";
    public override string Letters => "Dead letters";
    public override string Tasks => "Tasks";
    public override string Audit => "Audit trail";
    public override string NotYoursTitle => "This page is not for you";
    public override string NotYoursText => "It is for the shop's staff, and to each role its own. If you need it, ask an administrator for the role.";

    public override string AllIsWell => "All is well: nothing waits for your attention.";
    public override string NeedsAttention => "Needs attention";
    public override string DeadLettersWait => "dead letters";
    public override string TasksFailed => "tasks failed this week";
    public override string ProductsLow => "products run low";
    public override string OrdersStuck => "orders are stuck";
    public override string RefundsTroubled => "refunds are in trouble";
    public override string FindOrder => "Find an order";

    public override string Search => "Search";
    public override string OrderSearchHint => "number, or the customer's address";
    public override string PaymentSearchHint => "an order's number, or the provider's id";
    public override string ProductSearchHint => "words of the name, or a code's beginning";
    public override string CustomerSearchHint => "a part of the address or the name";
    public override string Status => "Status";
    public override string Any => "any";
    public override string OnlyStuck => "only what is stuck";
    public override string NothingFound => "Nothing was found. Check what you searched for, or take the filters off.";
    public override string NothingHere => "There is nothing here yet.";
    public override string Number => "Number";
    public override string When => "When";
    public override string Customer => "Customer";
    public override string Payment => "Payment";
    public override string Sum => "Sum";
    public override string Provider => "Provider";
    public override string ReturnedSum => "Given back";
    public override string Why => "Reason";
    public override string Trace => "Trace";
    public override string TraceHint => "All of the request, its messages and the calls to providers, in the Aspire dashboard";

    public override string Actions => "Actions";
    public override string Timeline => "What happened to the order";
    public override string Lines => "Contents";
    public override string RefundTitle => "Give money back";
    public override string RefundAmount => "How much, ₽";
    public override string RefundButton => "Give back";
    public override string CancelTitle => "Cancel the order";
    public override string CancelHint => "The goods go back on sale, the money to the customer.";
    public override string CancelButton => "Cancel the order";
    public override string ProcessTitle => "Take the order further";
    public override string ProcessHint => "Asks the provider for the payment and creates the shipment, as far as they are missing.";
    public override string ProcessButton => "Take further";
    public override string NotifyTitle => "Send a mail again";
    public override string NotifyButton => "Send";
    public override string Letter => "Mail";
    public override string MailLanguage => "Language";
    public override string StockLeft => "Can be bought";

    public override string Name => "Name";
    public override string Description => "Description";
    public override string Price => "Price, ₽";
    public override string Sku => "Code";
    public override string Category => "Category";
    public override string OnHand => "On hand";
    public override string Reserved => "Promised";
    public override string ForSale => "For sale";
    public override string Low => "Running low";
    public override string ArchivedOnes => "Archived";
    public override string Save => "Save";
    public override string ArchiveButton => "Archive";
    public override string ArchiveHint => "The product disappears from the shop. Old orders keep it.";
    public override string IsArchived => "The product is archived: the shop does not show it, and it cannot be changed.";
    public override string RestoreButton => "Sell it again";
    public override string AddProduct => "Add a product";
    public override string NewProduct => "A new product";
    public override string AddButton => "Add";
    public override string SkuHint => "Latin letters, digits, full stops, hyphens and underscores.";
    public override string SkuTaken => "Another product has this code.";
    public override string Attributes => "Attributes";
    public override string AttributesHint => "One on each line, such as “volume: 1.5 l”.";
    public override string Image => "Address of a photograph";
    public override string ImageHint => "Begins with https://. Without one we draw the product ourselves.";
    public override string ShowInShop => "Show in the shop";
    public override string ConflictTitle => "Somebody else has changed the product while you were writing";
    public override string ConflictText =>
        "The fields below are as you wrote them. Save once more to keep yours, or open the product again to keep what is there.";
    public override string Yours => "Yours";
    public override string Theirs => "Now";
    public override string OpenAgain => "Open again";
    public override string WrongField => "Check this field.";
    public override string AdjustTitle => "Adjust the stock";
    public override string AdjustChange => "By how much (−3 or 5)";
    public override string AdjustReason => "Why";
    public override string AdjustButton => "Adjust";
    public override string History => "Who changed what";
    public override string Warehouse => "The warehouse";
    public override string NeverSynced => "There has been no comparison with the warehouse yet.";
    public override string SyncButton => "Compare now";
    public override string Discrepancies => "Where we and the warehouse differed";
    public override string Ours => "Ours";
    public override string TheirCount => "The warehouse counted";
    public override string Applied => "Taken over";

    public override string Consumer => "Consumer";
    public override string Topic => "Topic";
    public override string Attempts => "Attempts";
    public override string WaitSince => "Waiting since";
    public override string Count => "How many";
    public override string Look => "Look";
    public override string Replay => "Deliver again";
    public override string ReplayAll => "Deliver all again";
    public override string ReplayHint => "Remove the cause first: what failed once fails again otherwise. What has taken effect does not take effect twice.";
    public override string ReplayAsked => "A replay has been asked for.";
    public override string OnlyAdmins => "An administrator can deliver it again.";
    public override string NoLetters => "There are no dead letters.";
    public override string Payload => "Message";
    public override string Everyone => "All";

    public override string TaskKindTitle => "What";
    public override string Owner => "Asked by";
    public override string Retry => "Try again";
    public override string Subject => "About";

    public override string Email => "E-mail";
    public override string PersonName => "Name";
    public override string Phone => "Phone";
    public override string RoleTitle => "Role";
    public override string RoleButton => "Change the role";
    public override string RoleHint => "Takes effect at once, in open sessions too.";
    public override string OwnRole => "You cannot change your own role: ask another administrator.";
    public override string Spent => "Spent";
    public override string NoOrders => "No orders yet.";
    public override string AccountEvents => "What happened to the account";
    public override string Who => "Who";
    public override string What => "What";
    public override string Details => "Details";
    public override string AuditHint => "Everything that staff changed, written down with the change itself.";

    public override string Refunded => "The refund is on its way.";
    public override string RefundRefused => "Not done: so much cannot be given back. Look how much has been already.";
    public override string OrderCancelled => "The order is cancelled.";
    public override string CancelRefused => "Not done: the order is on its way, or over. You can give the money back.";
    public override string Asked => "Asked for; the page shows what comes of it.";
    public override string NotDone => "Not done. Open the page again and try once more.";
    public override string ProductSaved => "The product is saved.";
    public override string ProductAdded => "The product is added.";
    public override string Archived => "The product is archived.";
    public override string Restored => "The product is for sale again.";
    public override string ChangedMeanwhile => "Not done: the product has changed while the page was open. Look at it and try again.";
    public override string StockAdjusted => "The stock is adjusted.";
    public override string StockRefused => "Not done: it takes a number and a reason, and no more can be taken away than is not promised to orders.";
    public override string Replayed => "It is delivered again in a moment. If it fails once more it is back here.";
    public override string LetterGone => "This letter is no longer here: it has been delivered again.";
    public override string RetryRefused => "Not done: only a task that failed can be tried again.";
    public override string RoleChanged => "The role is changed.";

    public override string OrderStatus(string name) => name switch
    {
        "pending" => "waits for payment",
        "confirmed" => "paid",
        "processing" => "packed",
        "shipped" => "on its way",
        "delivered" => "delivered",
        "cancelled" => "cancelled",
        "refunded" => "refunded",
        _ => name
    };

    public override string PaymentStatus(string name) => name switch
    {
        "unpaid" => "unpaid",
        "pending" => "being confirmed",
        "paid" => "paid",
        "failed" => "failed",
        "refunded" => "refunded",
        _ => name
    };

    public override string State(string name) => name switch
    {
        "pending" => "pending",
        "succeeded" => "succeeded",
        "failed" => "failed",
        "sending" => "being sent",
        "sent" => "sent",
        "retrying" => "being retried",
        "creating" => "being created",
        "created" => "created",
        "in_transit" => "in transit",
        "delivered" => "delivered",
        "returned" => "returned",
        "cancelled" => "cancelled",
        "waiting" => "waits to be sent",
        "told" => "sent",
        "dead" => "dead",
        "requested" => "replay asked for",
        "replayed" => "delivered again",
        "PENDING" => "pending",
        "STARTED" => "started",
        "SUCCESS" => "done",
        "FAILURE" => "failed",
        _ => name
    };

    public override string Kind(string name) => name switch
    {
        "step" => "Step",
        "payment" => "Payment",
        "refund" => "Refund",
        "shipment" => "Shipment",
        "parcel" => "Parcel",
        "notification" => "Mail",
        "message" => "Message",
        "handled" => "Handled",
        "letter" => "Dead letter",
        "task" => "Task",
        "staff" => "Staff",
        _ => name
    };

    public override string Action(string name) => name switch
    {
        "product.added" => "product added",
        "product.changed" => "product changed",
        "product.archived" => "product archived",
        "product.restored" => "product restored from the archive",
        "product.sold" => "sold elsewhere",
        "stock.adjusted" => "stock adjusted",
        "order.cancelled" => "order cancelled",
        "order.process" => "order taken further",
        "notification.send" => "mail sent again",
        "inventory.sync" => "comparison with the warehouse",
        "payment.started" => "payment started",
        "payment.confirmed" => "payment confirmed",
        "refund.requested" => "refund asked for",
        "shipment.created" => "shipment created",
        "cart.changed" => "cart changed",
        "cart.ordered" => "cart ordered",
        "letter.replayed" => "dead letter delivered again",
        "letters.replayed" => "dead letters delivered again",
        "task.retried" => "task tried again",
        "role.changed" => "role changed",
        "registered" => "registered",
        "logged_in" => "logged in",
        "logged_out" => "logged out",
        "login_failed" => "wrong password",
        "refreshed" => "session renewed",
        "profile_changed" => "profile changed",
        "email_verified" => "address confirmed",
        "password_changed" => "password changed",
        "password_reset" => "password reset",
        "password_reset_requested" => "password reset asked for",
        "role_changed" => "role changed",
        _ => name
    };

    public override string Template(string name) => name switch
    {
        "order_placed" => "order placed",
        "order_confirmation" => "order paid",
        "order_shipped" => "order shipped",
        "order_delivered" => "order delivered",
        "order_cancelled" => "order cancelled",
        "order_refunded" => "money returned",
        _ => name
    };

    public override string Field(string name) => name switch
    {
        "name" => "name",
        "description" => "description",
        "price" => "price",
        "sku" => "code",
        "category" => "category",
        "quantity" => "quantity",
        "attributes" => "attributes",
        "image_url" => "photograph",
        "change" => "change",
        "reason" => "reason",
        "role" => "role",
        "amount" => "amount",
        "consumer" => "consumer",
        "notification_type" => "mail",
        "language" => "language",
        _ => name
    };

    public override string RoleName(string spelling) => spelling switch
    {
        "customer" => "customer",
        "support" => "support",
        "staff" => "staff",
        "admin" => "administrator",
        _ => spelling
    };
}
