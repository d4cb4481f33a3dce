using Shop.Orders;

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
    public override string NotYoursTitle => "You do not have access to this page";
    public override string NotYoursText =>
        "It is for the shop's staff, and each role has pages of its own. If you need this one, ask an " +
        "administrator for the role.";

    public override string AllIsWell => "All clear: nothing needs your attention.";
    public override string NeedsAttention => "Needs attention";
    public override string DeadLettersWait => "dead letters";
    public override string TasksFailed => "failed tasks this week";
    public override string ProductsLow => "products running low";
    public override string OrdersStuck => "stuck orders";
    public override string RefundsTroubled => "failed refunds";
    public override string PaymentsUnknown => "payments unknown for a day";
    public override string PaymentsUnknownHint =>
        "The provider never answered, and is no longer asked: check its dashboard for the order's number.";
    public override string FindOrder => "Find an order";

    public override string Search => "Search";
    public override string OrderSearchHint => "order number or customer's email";
    public override string PaymentSearchHint => "order number or provider's payment ID";
    public override string ProductSearchHint => "words of the name or the start of an SKU";
    public override string CustomerSearchHint => "part of the email or name";
    public override string Status => "Status";
    public override string Any => "any";
    public override string OnlyStuck => "stuck only";
    public override string NothingFound => "Nothing found. Check the search or clear the filters.";
    public override string NothingHere => "Nothing here yet.";
    public override string Number => "Number";
    public override string When => "When";
    public override string Customer => "Customer";
    public override string Payment => "Payment";
    public override string Sum => "Amount";
    public override string Provider => "Provider";
    public override string ReturnedSum => "Refunded";
    public override string Why => "Reason";
    public override string Trace => "Trace";
    public override string TraceHint =>
        "The whole request with its messages and provider calls, in the Aspire dashboard";

    public override string Actions => "Actions";
    public override string Timeline => "Order history";
    public override string Lines => "Items";
    public override string RefundTitle => "Refund the customer";
    public override string RefundAmount => "Amount, ₽";
    public override string RefundButton => "Refund";
    public override string CancelTitle => "Cancel the order";
    public override string CancelHint => "The items go back on sale, and the customer is refunded.";
    public override string CancelButton => "Cancel the order";
    public override string ProcessTitle => "Process the order";
    public override string ProcessHint =>
        "Checks the payment with the provider and creates the shipment, whichever is still missing.";
    public override string ProcessButton => "Process";
    public override string HandOverTitle => "Hand over at the counter";
    public override string HandOverButton => "Paid and handed over";
    public override string PaidWith => "Paid with";
    public override string Cash => "cash";
    public override string Card => "card";
    public override string NotifyTitle => "Resend an email";
    public override string NotifyButton => "Send";
    public override string Letter => "Email";
    public override string MailLanguage => "Language";
    public override string StockLeft => "Available";

    public override string Name => "Name";
    public override string Description => "Description";
    public override string Price => "Price, ₽";
    public override string Sku => "SKU";
    public override string Category => "Category";
    public override string OnHand => "On hand";
    public override string Reserved => "Reserved";
    public override string ForSale => "For sale";
    public override string Low => "Running low";
    public override string ArchivedOnes => "Archived";
    public override string Save => "Save";
    public override string ArchiveButton => "Archive";
    public override string ArchiveHint => "The product disappears from the shop but stays in existing orders.";
    public override string IsArchived => "The product is archived: the shop does not show it, and it cannot be edited.";
    public override string RestoreButton => "Put back on sale";
    public override string AddProduct => "Add a product";
    public override string NewProduct => "New product";
    public override string AddButton => "Add";
    public override string SkuHint => "Latin letters, digits, full stops, hyphens and underscores.";
    public override string SkuTaken => "Another product has this SKU.";
    public override string Attributes => "Attributes";
    public override string AttributesHint => "One per line, for example “volume: 1.5 l”.";
    public override string Image => "Photo URL";
    public override string ImageHint => "Starts with https://. If empty, the shop draws a picture.";
    public override string Weight => "Weight, kg";
    public override string Length => "Length, cm";
    public override string Width => "Width, cm";
    public override string Height => "Height, cm";
    public override string MeasuresHint => "Of one packed piece. Delivery is calculated from these values.";
    public override string Vat => "VAT on receipts";
    public override string PaymentSubject => "Kind of goods on receipts";
    public override string ShopDefault => "as in the shop's settings";
    public override string ShowInShop => "Show in the shop";
    public override string ConflictTitle => "Somebody else changed the product while you were editing it";
    public override string ConflictText =>
        "The form below has your values. Save again to keep them, or open the product again to keep the current ones.";
    public override string Yours => "Yours";
    public override string Theirs => "Current";
    public override string OpenAgain => "Open again";
    public override string WrongField => "Check this field.";
    public override string AdjustTitle => "Adjust stock";
    public override string AdjustChange => "Change (−3 or 5)";
    public override string AdjustReason => "Reason";
    public override string AdjustButton => "Adjust";
    public override string History => "Change history";
    public override string Warehouse => "Warehouse comparison";
    public override string NeverSynced => "The stock has not been compared with the warehouse yet.";
    public override string SyncButton => "Compare now";
    public override string Discrepancies => "Discrepancies with the warehouse";
    public override string Ours => "Our count";
    public override string TheirCount => "Warehouse count";
    public override string Applied => "Applied";

    public override string Consumer => "Consumer";
    public override string Topic => "Topic";
    public override string Attempts => "Attempts";
    public override string WaitSince => "Waiting since";
    public override string Count => "Count";
    public override string Look => "View";
    public override string Replay => "Redeliver";
    public override string ReplayAll => "Redeliver all";
    public override string ReplayHint =>
        "Fix the cause first, or the delivery fails again. What has already taken effect is not applied twice.";
    public override string ReplayAsked => "Redelivery has been requested.";
    public override string OnlyAdmins => "Only an administrator can redeliver messages.";
    public override string NoLetters => "There are no dead letters.";
    public override string Payload => "Message";
    public override string Everyone => "All";

    public override string TaskKindTitle => "Task";
    public override string Owner => "Requested by";
    public override string Retry => "Retry";
    public override string Subject => "Subject";

    public override string Email => "Email";
    public override string PersonName => "Name";
    public override string Phone => "Phone";
    public override string RoleTitle => "Role";
    public override string RoleButton => "Change role";
    public override string RoleHint => "Takes effect at once, including in open sessions.";
    public override string OwnRole => "You cannot change your own role: ask another administrator.";
    public override string Spent => "Total spent";
    public override string NoOrders => "No orders yet.";
    public override string AccountEvents => "Account history";
    public override string Who => "Who";
    public override string What => "Action";
    public override string Details => "Details";
    public override string AuditHint => "Every change made by staff, recorded together with the change itself.";

    public override string Refunded => "The refund is on its way.";
    public override string RefundRefused =>
        "Not done: this amount cannot be refunded. Check how much has been refunded already.";
    public override string OrderCancelled => "The order is cancelled.";
    public override string CancelRefused => "Not done: the order has shipped or is closed. You can refund it instead.";
    public override string HandedOver => "The order is paid and handed over.";
    public override string HandOverRefused => "Not done: the order is not ready for pickup, or is closed.";
    public override string Asked => "Requested; the result will appear on this page.";
    public override string NotDone => "Not done. Open the page again and retry.";
    public override string ProductSaved => "The product is saved.";
    public override string ProductAdded => "The product is added.";
    public override string Archived => "The product is archived.";
    public override string Restored => "The product is for sale again.";
    public override string ChangedMeanwhile =>
        "Not done: the product changed while the page was open. Review it and try again.";
    public override string StockAdjusted => "The stock is adjusted.";
    public override string StockRefused =>
        "Not done: enter a number and a reason; stock reserved for orders cannot be removed.";
    public override string Replayed =>
        "The message will be redelivered shortly. If it fails again, it comes back here.";
    public override string LetterGone => "This message is no longer here: it has been redelivered.";
    public override string RetryRefused => "Not done: only a failed task can be retried.";
    public override string RoleChanged => "The role is changed.";

    public override string HandOverHint(string total) =>
        $"Take {total} first. The stock is reduced, and the payment is recorded.";
    public override string OrderStatusName(OrderStatus status) => status switch
    {
        OrderStatus.Pending => "awaiting payment",
        OrderStatus.Confirmed => "paid",
        OrderStatus.Processing => "packed",
        OrderStatus.Shipped => "on its way",
        OrderStatus.Delivered => "delivered",
        OrderStatus.Cancelled => "cancelled",
        OrderStatus.Refunded => "refunded",
        _ => "unknown"
    };

    public override string PaymentStatusName(PaymentStatus status) => status switch
    {
        PaymentStatus.Unpaid => "unpaid",
        PaymentStatus.Pending => "being confirmed",
        PaymentStatus.Paid => "paid",
        PaymentStatus.Failed => "failed",
        PaymentStatus.Refunded => "refunded",
        _ => "unknown"
    };

    public override string State(string name) => name switch
    {
        "pending" => "pending",
        "unanswered" => "no answer for a day",
        "succeeded" => "succeeded",
        "failed" => "failed",
        "sending" => "being sent",
        "sent" => "sent",
        "registered" => "registered",
        "retrying" => "being retried",
        "creating" => "being created",
        "created" => "created",
        "in_transit" => "in transit",
        "delivered" => "delivered",
        "returned" => "returned",
        "cancelled" => "cancelled",
        "waiting" => "waiting to be sent",
        "told" => "sent",
        "dead" => "not delivered",
        "requested" => "redelivery requested",
        "replayed" => "redelivered",
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
        "receipt" => "Receipt",
        "shipment" => "Shipment",
        "parcel" => "Parcel",
        "notification" => "Email",
        "message" => "Message",
        "handled" => "Handled",
        "letter" => "Dead letter",
        "task" => "Task",
        "staff" => "Staff",
        _ => name
    };

    public override string ReceiptName(string kind) => kind switch
    {
        "payment" => "prepayment",
        "hand_over" => "goods handed over",
        "refund" => "refund",
        _ => kind
    };

    public override string VatRate(string name) => name == "none" ? "no VAT" : $"{name}%";

    public override string SubjectName(string name) => name switch
    {
        "commodity" => "goods",
        "excise" => "excise goods",
        "job" => "work",
        "service" => "service",
        "intellectual_activity" => "intellectual property",
        "another" => "other",
        _ => name
    };

    public override string Action(string name) => name switch
    {
        "product.added" => "product added",
        "product.changed" => "product changed",
        "product.archived" => "product archived",
        "product.restored" => "product restored from the archive",
        "product.sold" => "sold outside the shop",
        "stock.adjusted" => "stock adjusted",
        "order.cancelled" => "order cancelled",
        "order.handed_over" => "order handed over",
        "order.process" => "order processing",
        "notification.send" => "email resent",
        "inventory.sync" => "comparison with the warehouse",
        "payment.started" => "payment started",
        "payment.confirmed" => "payment confirmed",
        "refund.requested" => "refund requested",
        "shipment.created" => "shipment created",
        "cart.changed" => "cart changed",
        "cart.ordered" => "order placed from the cart",
        "maintenance.announced" => "maintenance announced",
        "maintenance.ended" => "maintenance ended",
        "letter.replayed" => "dead letter redelivered",
        "letters.replayed" => "dead letters redelivered",
        "task.retried" => "task retried",
        "role.changed" => "role changed",
        "registered" => "registered",
        "logged_in" => "logged in",
        "logged_out" => "logged out",
        "login_failed" => "wrong password",
        "refreshed" => "session renewed",
        "profile_changed" => "profile changed",
        "email_verified" => "email confirmed",
        "password_changed" => "password changed",
        "password_reset" => "password reset",
        "password_reset_requested" => "password reset requested",
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
        "order_refunded" => "order refunded",
        "pickup_placed" => "order for pickup placed",
        "pickup_ready" => "ready for pickup",
        "pickup_handed_over" => "order handed over",
        _ => name
    };

    public override string Field(string name) => name switch
    {
        "name" => "name",
        "description" => "description",
        "price" => "price",
        "sku" => "SKU",
        "category" => "category",
        "quantity" => "quantity",
        "attributes" => "attributes",
        "image_url" => "photo",
        "weight" => "weight, kg",
        "dimensions" => "size, cm",
        "payment_method" => "paid with",
        "vat" => "VAT",
        "payment_subject" => "kind of goods",
        "change" => "change",
        "reason" => "reason",
        "role" => "role",
        "amount" => "amount",
        "consumer" => "consumer",
        "saved" => "rows saved",
        "notification_type" => "email",
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
