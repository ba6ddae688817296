/* The kernel that core.bpf.c is relocated against; only its types matter. */
enum mode { MODE_FIRST = 5, MODE_OFF, MODE_ON };

struct address {
	int family;
	int zone;
	int port;
};

struct device {
	long padding;
	struct {
		union {
			int index;
			char bytes[4];
		};
		unsigned int mtu;
	};
	unsigned int down : 13;
	unsigned int up : 1;
	unsigned int speed : 7;
	enum mode mode;
	int features;
	unsigned long counter;
	struct address addresses[3];
};

typedef int (*handler)(struct device *device, int number);

struct device device;
enum mode mode;
handler call;
